using OrderLedger.Api.Ledger.Copying;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>Reads events, actions and their leaves in the order of the ledger, as fast as PostgreSQL gives them.</summary>
internal sealed class ProvenEvents : IDisposable
{
    private readonly CopyReader rows;
    private CopyReader.Repeated store;
    private CopyReader.Repeated orderId;
    private CopyReader.Repeated type;
    private CopyReader.Repeated actor;
    private CopyReader.Repeated source;

    /// <param name="connection">Is busy until the reader is disposed.</param>
    /// <param name="after">The place in the ledger behind which it begins.</param>
    /// <param name="upto">The place of the last.</param>
    public ProvenEvents(NpgsqlConnection connection, long after, long upto) => rows = new(connection, $"""
        select e.seq_id, tenant_id, stream_id, version, type, id, timestamp, user_name, headers ->> 'source', correlation_id, causation_id, data::text,
               place, leaf, personal, salt
          from ledger.mt_events e
          left join ledger.ol_leaf using (seq_id)
         where e.seq_id > {after} and e.seq_id <= {upto} order by e.seq_id
        """);

    /// <summary>The next event, or null after the last.</summary>
    public ProvenEvent? Next()
    {
        if (!rows.Next())
            return null;
        var seq = rows.Number();
        var stream = new StreamKey(rows.Text(ref store)!, rows.Text(ref orderId)!);
        var (version, name, id, at) = (rows.Number(), rows.Text(ref type)!, rows.Id(), rows.Time());
        var sender = new Sender(rows.Text(ref actor) ?? "unknown", rows.Text(ref source) ?? "unknown", rows.Text(), rows.Text());
        return new(seq, new(stream, version, name, id, at, sender, [], null), rows.Bytes()!)
        {
            Place = rows.NullableNumber(),
            Hash = rows.Bytes(),
            Personal = rows.Bytes(),
            Salt = rows.Bytes(),
        };
    }

    public void Dispose() => rows.Dispose();
}
