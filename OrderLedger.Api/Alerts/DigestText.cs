using OrderLedger.Api.Ledger.Alerting;
using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Alerts;

/// <summary>The day of a digest, what is wrong at the time of sending, and where the dashboard is.</summary>
internal sealed record DigestFacts(DateOnly Day, IReadOnlyList<Wrong> Open, string PublicUrl);

/// <summary>Writes the daily mail. Its figures are the KPIs of docs/kpis.md.</summary>
internal static class DigestText
{
    private const int LabelWidth = 24;

    public static string Title(Store store, DateOnly day, KpiFacts facts)
    {
        var orders = new KpiSums(facts, new(day, day)).Orders;
        return string.Create(CultureInfo.InvariantCulture,
            $"{store.Name}: {Number(orders)} {(orders == 1 ? "order" : "orders")} on {day:ddd d MMM yyyy}");
    }

    public static string Of(Store store, KpiFacts facts, DigestFacts digest)
    {
        var day = digest.Day;
        var sums = new KpiSums(facts, new(day, day));
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{day:dddd d MMMM yyyy} ({store.TimeZone.Id})\n\n");
        Line(text, "New orders", Number(sums.Orders));
        Line(text, "Counted as sold", Number(sums.CountedOrders));
        foreach (var currency in sums.Currencies)
            Line(text, $"Revenue {currency}", sums.Sold(currency).Revenue.ToString("#,##0.00", CultureInfo.InvariantCulture));
        Line(text, "Completed", Number(sums.Throughput));
        Line(text, "Status changes", Number(sums.Changes));
        Line(text, "Refused updates", Number(facts.Unrecorded.Sum(u => u.Rejected)));
        Line(text, "Overdue now", Number(facts.Slow.Ageing.Total));
        text.Append(CultureInfo.InvariantCulture, $"\n{digest.PublicUrl}/dashboard/{store.Name}?from={day:yyyy-MM-dd}&to={day:yyyy-MM-dd}\n\n");
        text.Append(digest.Open.Count == 0 ? "No alert is open.\n\n" : $"Open alerts: {Number(digest.Open.Count)}\n\n{MailText.Listed(digest.Open)}");
        return text.Append(MailText.Foot(store.Name, "This mail comes once a day.")).ToString();
    }

    private static void Line(StringBuilder text, string label, string value) =>
        text.Append(label.PadRight(LabelWidth)).Append(value).Append('\n');

    private static string Number(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
