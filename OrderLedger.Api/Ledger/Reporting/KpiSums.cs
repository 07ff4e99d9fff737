namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>The sums of the days of a period, of what was read for it.</summary>
internal sealed class KpiSums(KpiFacts facts, Period period)
{
    public IReadOnlyList<KeyValuePair<KpiCell, KpiSum>> Cells { get; } = [.. facts.Cells.Where(c => period.Contains(c.Key.Day))];

    public long Orders => Cells.Sum(c => c.Value.Orders);

    public IReadOnlyList<string> Currencies =>
        [.. Cells.Select(c => c.Key.Currency).Concat(Refunds.Select(r => r.Currency)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Refunds of the days of the period.</summary>
    public IEnumerable<RefundDay> Refunds => facts.Refunds.Where(r => period.Contains(r.Day));

    public long Throughput => facts.Slow.Done.Where(d => period.Contains(d.Key)).Sum(d => d.Value);

    public long Changes => facts.Sources.Where(s => period.Contains(s.Key.Day)).Sum(s => s.Value.Changes);

    public long CountedOrders => Cells.Where(c => c.Key.IsCounted).Sum(c => c.Value.Orders);

    public KpiSum Sold(string currency) => Sum(c => c.Key.IsCounted && c.Key.Currency == currency);

    /// <summary>Paid back on the days of the period, of whichever day's orders.</summary>
    public decimal PaidBackThen(string currency) => Refunds.Where(r => r.Currency == currency).Sum(r => r.PaidBack);

    /// <summary>Of all orders but drafts, how many ever entered each phase.</summary>
    public KpiSum NoDrafts => Sum(c => c.Key.Phase != Phase.Draft);

    public IReadOnlyList<SourceRow> Sources()
    {
        var recorded = facts.Sources.Where(s => period.Contains(s.Key.Day)).GroupBy(s => s.Key.Source)
            .ToDictionary(g => g.Key, g => g.Select(s => s.Value).Aggregate((a, b) => a + b));
        var others = facts.Unrecorded.ToDictionary(u => u.Source);
        return [.. recorded.Keys.Union(others.Keys).Order(StringComparer.Ordinal).Select(source => new SourceRow(
            source, recorded.GetValueOrDefault(source), others.GetValueOrDefault(source) ?? new(source, 0, 0, null)))];
    }

    public static decimal? Rate(long some, long all) => all == 0 ? null : Math.Round((decimal)some / all, 4);

    private KpiSum Sum(Func<KeyValuePair<KpiCell, KpiSum>, bool> which) =>
        Cells.Where(which).Aggregate(default(KpiSum), (sum, c) => sum + c.Value);
}

/// <summary>The sums of one source in a period.</summary>
public sealed record SourceRow(string Source, SourceSum Recorded, Unrecorded Other)
{
    public DateTimeOffset? LastPushAt =>
        Recorded == default ? Other.LastAt : Other.LastAt > Recorded.LastAt ? Other.LastAt : Recorded.LastAt;
}
