using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>
/// Finds each event the leaf of the event before it in its stream. The streams met last are remembered, up to twice
/// <see cref="RememberedMax"/> of them; for the others the database is asked, once for many.
/// </summary>
internal sealed class PreviousLeaves(NpgsqlConnection connection)
{
    private const int RememberedMax = 1 << 16;

    private Dictionary<StreamKey, (long Version, byte[] Leaf)> latest = [];
    private Dictionary<StreamKey, (long Version, byte[] Leaf)> older = [];

    /// <summary>Rows in the order of the ledger, each given once.</summary>
    public async Task Fill(IReadOnlyList<ExportRow> rows, CancellationToken stop)
    {
        var unknown = new List<ExportRow>();
        foreach (var row in rows)
        {
            if (row.Asked is not { } e)
                continue;
            if (e.Version > 1)
            {
                if ((latest.TryGetValue(e.Stream, out var before) || older.TryGetValue(e.Stream, out before))
                    && before.Version == e.Version - 1)
                    row.Previous = before.Leaf;
                else
                    unknown.Add(row);
            }
            if (row.Leaf is not null)
                Remember(e.Stream, (e.Version, row.Leaf));
        }
        if (unknown.Count > 0)
            await Ask(unknown, stop);
    }

    private void Remember(StreamKey stream, (long Version, byte[] Leaf) event_)
    {
        if (latest.Count == RememberedMax)
            (latest, older) = ([], latest);
        latest[stream] = event_;
    }

    private async Task Ask(List<ExportRow> unknown, CancellationToken stop)
    {
        var found = await connection.Rows(r => (Row: r.GetInt32(0), Leaf: r.GetFieldValue<byte[]>(1)), """
            with asked as (
                select row::int, tenant, stream, version
                  from unnest($1, $2, $3) with ordinality as asked (tenant, stream, version, row)
            )
            select row, leaf from asked a
              join ledger.mt_events e on e.tenant_id = a.tenant and e.stream_id = a.stream and e.version = a.version - 1
              join ledger.ol_leaf using (seq_id)
            """, stop,
            Column(unknown, r => r.Asked!.Stream.Store), Column(unknown, r => r.Asked!.Stream.OrderId),
                Column(unknown, r => r.Asked!.Version));
        foreach (var (row, leaf) in found)
            unknown[row - 1].Previous = leaf;
    }
}
