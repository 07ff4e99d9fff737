using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Kpis;

/// <summary>How a report looks as JSON.</summary>
internal static class KpiShown
{
    public static object Report(KpiQuery query, KpiFacts facts, IReadOnlyList<KpiColumn>? series)
    {
        var (ask, sums) = (query.Ask, new KpiSums(facts, query.Ask.Period));
        return new
        {
            store = ask.Store.Name,
            timeZone = ask.Store.TimeZone.Id,
            ask.Period.From,
            ask.Period.To,
            asOf = ask.IsPast ? ask.At : (DateTimeOffset?)null,
            previous = ask.Previous is { } before ? new { before.From, before.To } : null,
            orders = sums.Orders,
            byStatus = Orders(sums.Cells, c => c.Status),
            byPhase = Orders(sums.Cells, c => c.Phase.Word()),
            byCurrency = sums.Currencies.Select(currency => Money(currency, sums)),
            byDay = sums.Cells.GroupBy(c => c.Key.Day).OrderBy(g => g.Key).Select(g => Day(g.Key, facts with { Cells = g.ToDictionary() })),
            refundsByDay = sums.Refunds.OrderBy(r => r.Day).ThenBy(r => r.Currency, StringComparer.Ordinal)
                .Select(r => new { r.Day, r.Currency, refunded = r.PaidBack }),
            cards = KpiCards.Of(ask, facts),
            rates = Rates(sums.NoDrafts),
            cycleTime = new { orders = facts.Slow.Cycle.Count, facts.Slow.Cycle.MedianSeconds, facts.Slow.Cycle.P90Seconds },
            throughput = facts.Slow.Done.Where(d => ask.Period.Contains(d.Key)).OrderBy(d => d.Key)
                .Select(d => new { day = d.Key, orders = d.Value }),
            timeInStatus = facts.Slow.Visits.Select(v => new
            {
                v.Status,
                visits = v.Visits.Count,
                v.Open,
                v.Visits.MedianSeconds,
                v.Visits.P90Seconds,
            }),
            ageing = new { facts.Slow.Ageing.Total, facts.Slow.Ageing.Orders },
            sources = sums.Sources().Select(Source),
            bucket = query.Bucket?.Word(),
            series = series?.Select(c => Column(c, sums.Currencies)),
        };
    }

    private static object Day(DateOnly day, KpiFacts facts)
    {
        // Money of the orders of the day: a currency in which there was only a refund stands in refunds_by_day.
        var ordered = facts.Cells.Keys.Select(c => c.Currency).ToHashSet();
        var sums = new KpiSums(facts with { Refunds = [.. facts.Refunds.Where(r => ordered.Contains(r.Currency))] }, new(day, day));
        return new { day, orders = sums.Orders, byCurrency = sums.Currencies.Select(currency => Money(currency, sums)) };
    }

    private static object Money(string currency, KpiSums sums)
    {
        var counted = sums.Sold(currency);
        return new
        {
            currency,
            countedOrders = counted.Orders,
            gross = counted.Gross,
            refunded = counted.Refunded,
            refundedByRefundDay = sums.PaidBackThen(currency),
            counted.Revenue,
            counted.AverageOrderValue,
        };
    }

    private static object Column(KpiColumn column, IReadOnlyList<string> currencies) => new
    {
        start = column.Start,
        orders = column.Sums.Orders,
        column.Sums.CountedOrders,
        byCurrency = currencies.Select(currency => Money(currency, column.Sums)),
        column.Sums.Throughput,
        statusChanges = column.Sums.Changes,
    };

    private static object Rates(KpiSum all) => new
    {
        all.Orders,
        cancelled = all.EverCancelled,
        failed = all.EverFailed,
        refunded = all.EverRefunded,
        cancelRate = KpiSums.Rate(all.EverCancelled, all.Orders),
        failRate = KpiSums.Rate(all.EverFailed, all.Orders),
        refundRate = KpiSums.Rate(all.EverRefunded, all.Orders),
    };

    private static object Source(SourceRow row) => new
    {
        row.Source,
        row.Recorded.Registered,
        row.Recorded.Changes,
        row.Recorded.Unusual,
        row.Recorded.Stale,
        row.Other.Duplicates,
        row.Other.Rejected,
        row.LastPushAt,
    };

    private static Dictionary<string, long> Orders(IReadOnlyList<KeyValuePair<KpiCell, KpiSum>> cells, Func<KpiCell, string> by) => cells
        .GroupBy(c => by(c.Key)).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => (g.Key, Orders: g.Sum(c => c.Value.Orders))).Where(g => g.Orders != 0)
        .ToDictionary(g => g.Key, g => g.Orders);
}
