using OrderLedger.Api.Ledger.Copying;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>Reads places of the ledger in their order, each with its event and its leaf as far as they are there.</summary>
internal sealed class ExportRows : IDisposable
{
    private const int Asked = 2;

    /// <summary>Columns behind an event's kind.</summary>
    private const int EventColumns = 13;

    private readonly CopyReader rows;
    private CopyReader.Repeated tenant;
    private CopyReader.Repeated stream;
    private CopyReader.Repeated type;
    private CopyReader.Repeated actor;
    private CopyReader.Repeated source;

    /// <param name="connection">Is busy until the reader is disposed.</param>
    /// <param name="scope">Which events come with their content.</param>
    /// <param name="after">The place in the ledger behind which it begins.</param>
    /// <param name="upto">The place of the last.</param>
    public ExportRows(NpgsqlConnection connection, ExportScope scope, long after, long upto) => rows = new(connection, $"""
        select coalesce(e.seq_id, l.seq_id), place, leaf, case when asked then {Asked} when e.seq_id is not null then 1 else 0 end::bigint,
               tenant_id, stream_id, version, type, id, timestamp, actor, source, request_id, delivery_id, case when asked then data::text end,
               personal, salt
          from (select *, {scope.Condition} as asked
                  from (select seq_id, tenant_id, stream_id, version, type, id, timestamp, user_name as actor, headers ->> 'source' as source,
                               correlation_id as request_id, causation_id as delivery_id, data
                          from ledger.mt_events where seq_id > {after} and seq_id <= {upto}) as recorded) as e
          full join (select * from ledger.ol_leaf where seq_id > {after} and seq_id <= {upto}) as l on l.seq_id = e.seq_id
         order by 1
        """);

    /// <summary>The next place, or null after the last.</summary>
    public ExportRow? Next()
    {
        if (!rows.Next())
            return null;
        var (seq, place, leaf, kind) = (rows.Number(), rows.NullableNumber(), rows.Bytes(), rows.Number());
        if (kind == Asked)
            return new(seq, place, leaf, true) { Asked = Event(seq) };
        for (var i = 0; i < EventColumns; i++)
            rows.TryBytes(out _);
        return new(seq, place, leaf, kind > 0);
    }

    public void Dispose() => rows.Dispose();

    private ProvenEvent Event(long seq)
    {
        var key = new StreamKey(rows.Text(ref tenant)!, rows.Text(ref stream)!);
        var (version, name, id, at) = (rows.Number(), rows.Text(ref type)!, rows.Id(), rows.Time());
        var sender = new Sender(rows.Text(ref actor) ?? "unknown", rows.Text(ref source) ?? "unknown", rows.Text(), rows.Text());
        return new(seq, new(key, version, name, id, at, sender, [], null), rows.Bytes()!) { Personal = rows.Bytes(), Salt = rows.Bytes() };
    }
}
