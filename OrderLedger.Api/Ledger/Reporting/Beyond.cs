using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>
/// Counts the last day of the period that is compared with after the hour that today has reached: orders created then, status changes
/// recorded and orders done. Without them a part of a day is compared with the same part of a day.
/// </summary>
public sealed record Beyond(IReadOnlyDictionary<KpiCell, KpiSum> Cells, long Changes, long Done)
{
    public static readonly Beyond None = new(new Dictionary<KpiCell, KpiSum>(), 0, 0);

    internal static async Task<Beyond> Read(Snapshot snapshot, KpiAsk ask, CancellationToken stop)
    {
        if (ask.Cut is not { } cut)
            return None;
        NpgsqlParameter[] Stretch() => [In(ask.Store.Name), In(cut), In(ask.Previous!.Value.End(ask.Store.TimeZone))];
        var cells = new Dictionary<KpiCell, KpiSum>();
        await foreach (var order in snapshot.Each(r => JsonSerializer.Deserialize(r.GetString(0), StoredJson.Stored.Order)!,
            "select data::text from ledger.mt_doc_order where tenant_id = $1 and created_at >= $2 and created_at < $3", Stretch(), stop))
            Kpi.Add(null, order, ask.Store, cells);
        var changes = await snapshot.Query(r => r.GetInt64(0),
            """
            select count(*) from ledger.ol_entry where store = $1 and recorded_at >= $2 and recorded_at < $3 and type = 'status_changed'
            """, stop, Stretch());
        var done = await snapshot.Query(r => r.GetInt64(0),
            """
            select count(*) from ledger.ol_entry where store = $1 and cycle is not null
               and coalesce(occurred_at, recorded_at) >= $2 and coalesce(occurred_at, recorded_at) < $3
            """, stop, Stretch());
        return new(cells, changes[0], done[0]);
    }
}
