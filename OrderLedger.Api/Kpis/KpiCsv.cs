using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Kpis;

/// <summary>A report's tables as CSV (RFC 4180): UTF-8, a header row, a point in numbers, times in UTC.</summary>
internal static class KpiCsv
{
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>The tables there are; the first ones have a row for each bucket.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["orders", "revenue", "throughput", "status_changes", "cards", "by_status", "time_in_status", "ageing", "sources"];

    public static bool HasBuckets(string name) => name is "orders" or "revenue" or "throughput" or "status_changes";

    public static IResult Answer(string name, KpiQuery query, KpiFacts facts, IReadOnlyList<KpiColumn> series)
    {
        var text = new StringBuilder();
        foreach (var row in Table(name, query.Ask, facts, series))
            text.AppendJoin(',', row.Select(Csv.Cell)).Append("\r\n");
        return new Reply(Encoding.UTF8.GetBytes(text.ToString()), StatusCodes.Status200OK, ContentType);
    }

    private static IEnumerable<object?[]> Table(string name, KpiAsk ask, KpiFacts facts, IReadOnlyList<KpiColumn> series)
    {
        var sums = new KpiSums(facts, ask.Period);
        return name switch
        {
            "orders" => [["start", "orders", "counted_orders"], .. series.Select(Row(c => [c.Sums.Orders, c.Sums.CountedOrders]))],
            "revenue" =>
            [
                ["start", "currency", "counted_orders", "gross", "refunded", "revenue", "average_order_value", "refunded_by_refund_day"],
                .. series.SelectMany(c => sums.Currencies.Select(currency => Money(c, currency))),
            ],
            "throughput" => [["start", "orders"], .. series.Select(Row(c => [c.Sums.Throughput]))],
            "status_changes" => [["start", "status_changes"], .. series.Select(Row(c => [c.Sums.Changes]))],
            "cards" =>
            [
                ["name", "unit", "currency", "value", "previous", "change", "definition"],
                .. KpiCards.Of(ask, facts)
                    .Select(object?[] (c) => [c.Name, c.Unit, c.Currency, c.Value, c.Previous, c.Change, c.Definition]),
            ],
            "by_status" =>
            [
                ["status", "phase", "orders"],
                .. sums.Cells.GroupBy(c => (c.Key.Status, c.Key.Phase)).OrderBy(g => g.Key.Status, StringComparer.Ordinal)
                    .Select(object?[] (g) => [g.Key.Status, g.Key.Phase.Word(), g.Sum(c => c.Value.Orders)]),
            ],
            "time_in_status" =>
            [
                ["status", "visits", "open", "median_seconds", "p90_seconds"],
                .. facts.Slow.Visits.Select(object?[] (v) =>
                    [v.Status, v.Visits.Count, v.Open, v.Visits.MedianSeconds, v.Visits.P90Seconds]),
            ],
            "ageing" =>
            [
                ["order_id", "number", "status", "since", "seconds", "limit_hours"],
                .. facts.Slow.Ageing.Orders.Select(object?[] (o) => [o.OrderId, o.Number, o.Status, o.Since, o.Seconds, o.LimitHours]),
            ],
            _ =>
            [
                ["source", "registered", "changes", "unusual", "stale", "duplicates", "rejected", "last_push_at"],
                .. sums.Sources().Select(object?[] (s) =>
                [
                    s.Source, s.Recorded.Registered, s.Recorded.Changes, s.Recorded.Unusual, s.Recorded.Stale,
                    s.Other.Duplicates, s.Other.Rejected, s.LastPushAt,
                ]),
            ],
        };
    }

    private static Func<KpiColumn, object?[]> Row(Func<KpiColumn, object?[]> values) => column => [column.Start, .. values(column)];

    private static object?[] Money(KpiColumn column, string currency)
    {
        var sold = column.Sums.Sold(currency);
        return
        [
            column.Start, currency, sold.Orders, sold.Gross, sold.Refunded, sold.Revenue, sold.AverageOrderValue,
            column.Sums.PaidBackThen(currency),
        ];
    }
}
