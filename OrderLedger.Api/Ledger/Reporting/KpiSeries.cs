namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>One column of a chart. <c>Start</c> is the bucket's first day; only days of the range count in it.</summary>
internal sealed record KpiColumn(DateOnly Start, KpiSums Sums);

/// <summary>The columns of a chart, those without anything too.</summary>
internal static class KpiSeries
{
    public static readonly string TooMany = $"That would be more than {Buckets.CountMax} buckets. Take a wider bucket or a shorter range.";

    /// <summary>
    /// From the range's first bucket to its last, or, where it has no bound, from the first to the last with anything; null for too many.
    /// </summary>
    public static IReadOnlyList<KpiColumn>? Of(KpiAsk ask, KpiFacts facts, Bucket bucket)
    {
        var days = facts.Cells.Keys.Select(c => c.Day).Concat(facts.Slow.Done.Keys).Concat(facts.Sources.Keys.Select(s => s.Day))
            .Concat(facts.Refunds.Select(r => r.Day))
            .Where(ask.Period.Contains).Distinct().ToList();
        if (days.Count == 0 && (ask.Period.From is null || ask.Period.To is null))
            return [];
        var period = new Period(ask.Period.From ?? days.Min(), ask.Period.To ?? days.Max());
        if (bucket.In(period) is not { } starts)
            return null;
        var (cells, done, sources) = (
            facts.Cells.ToLookup(c => bucket.Of(c.Key.Day)), facts.Slow.Done.ToLookup(d => bucket.Of(d.Key)),
            facts.Sources.ToLookup(s => bucket.Of(s.Key.Day)));
        return [.. starts.Select(start => new KpiColumn(start, new(facts with
        {
            Cells = cells[start].ToDictionary(),
            Slow = facts.Slow with { Done = done[start].ToDictionary() },
            Sources = sources[start].ToDictionary(),
            Refunds = [.. facts.Refunds.Where(r => bucket.Of(r.Day) == start)],
        }, ask.Period)))];
    }
}
