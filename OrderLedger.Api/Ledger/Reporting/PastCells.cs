using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>
/// The KPI cells as they stood at a moment, by the fold of what was recorded until then. Where fewer streams changed since than there were,
/// today's cells are taken and only those streams are folded. Holds one order at a time.
/// </summary>
internal static class PastCells
{
    public static async Task<Dictionary<KpiCell, KpiSum>> Read(Snapshot snapshot, KpiAsk ask, CancellationToken stop)
    {
        var (known, changed) = (await snapshot.Query(r => (r.GetInt64(0), r.GetInt64(1)),
            """
            select count(*) filter (where created_at <= $2), count(*) filter (where mt_last_modified > $2) from ledger.mt_doc_order where tenant_id = $1
            """, stop, In(ask.Store.Name), In(ask.At)))[0];
        var cells = changed < known ? await Corrected(snapshot, ask, stop) : await Counted(snapshot, ask, stop);
        return cells.Where(c => ask.Whole.Contains(c.Key.Day) && (ask.Currency is null || c.Key.Currency == ask.Currency))
            .ToDictionary(c => c.Key, c => c.Value with { Gross = Trimmed(c.Value.Gross), Refunded = Trimmed(c.Value.Refunded) });
    }

    internal static async Task<Dictionary<KpiCell, KpiSum>> Corrected(Snapshot snapshot, KpiAsk ask, CancellationToken stop)
    {
        var cells = await KpiReader.Cells(snapshot, ask with { Currency = null }, default, stop);
        var since = new Dictionary<KpiCell, KpiSum>();
        await foreach (var (then, now) in Orders(snapshot, ask, "o.mt_last_modified > $2", stop))
            Kpi.Add(then, now, ask.Store, since);
        foreach (var (cell, worth) in since)
            if (cells.GetValueOrDefault(cell) - worth is var sum && sum == default)
                cells.Remove(cell);
            else
                cells[cell] = sum;
        return cells;
    }

    internal static async Task<Dictionary<KpiCell, KpiSum>> Counted(Snapshot snapshot, KpiAsk ask, CancellationToken stop)
    {
        var cells = new Dictionary<KpiCell, KpiSum>();
        await foreach (var (then, _) in Orders(snapshot, ask, "e.timestamp <= $2", stop))
            if (then is not null)
                Kpi.Add(null, then, ask.Store, cells);
        return cells;
    }

    // The table keeps its sums without trailing zeros, and "G29" writes a number that way.
    private static decimal Trimmed(decimal sum) =>
        decimal.Parse(sum.ToString("G29", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    // Each order as it was and as the events that were chosen leave it.
    private static async IAsyncEnumerable<(Order? Then, Order Now)> Orders(
        Snapshot snapshot, KpiAsk ask, string which, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var (stream, then, now) = (default(StreamKey), (Order?)null, (Order?)null);
        await foreach (var r in snapshot.Each(LedgerReader.ReadRecorded,
            $"""
             select e.{LedgerReader.Columns.Replace(", ", ", e.", StringComparison.Ordinal)}
               from ledger.mt_doc_order o join ledger.mt_events e on e.tenant_id = o.tenant_id and e.stream_id = o.id
              where o.tenant_id = $1 and {which} order by e.stream_id, e.version
             """, [In(ask.Store.Name), In(ask.At)], stop))
        {
            if (r.Stream != stream)
            {
                if (now is not null)
                    yield return (then, now);
                (stream, then, now) = (r.Stream, null, null);
            }
            var wasThen = ReferenceEquals(then, now);
            now = Order.Apply(now, r);
            // What follows a later event is later too, whatever the clock said.
            if (wasThen && r.At <= ask.At)
                then = now;
        }
        if (now is not null)
            yield return (then, now);
    }
}
