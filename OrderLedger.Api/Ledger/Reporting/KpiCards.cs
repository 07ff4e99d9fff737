namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>
/// A number with its definition and what it was in the period before; <c>Change</c> is a ratio, null where there is nothing to compare
/// with.
/// </summary>
internal sealed record KpiCard(string Name, string Definition, string Unit, string? Currency, decimal? Value, decimal? Previous)
{
    public decimal? Change => Previous is { } previous && previous != 0 && Value is { } value
        ? Math.Round((value - previous) / Math.Abs(previous), 4)
        : null;
}

/// <summary>The cards of a report.</summary>
internal static class KpiCards
{
    private sealed record Side(KpiSums Sums, Spread Cycle);

    /// <summary>Money has a card for each of the currencies; without, for each that occurs.</summary>
    public static IReadOnlyList<KpiCard> Of(KpiAsk ask, KpiFacts facts, params string[] currencies)
    {
        var now = new Side(new(facts, ask.Period), facts.Slow.Cycle);
        var before = ask.Previous is { } period ? new Side(new(facts, period), facts.Slow.PreviousCycle!) : null;
        IEnumerable<string> shown = currencies.Length > 0
            ? currencies
            : now.Sums.Currencies.Union(before?.Sums.Currencies ?? []).Order(StringComparer.Ordinal);
        return [.. KpiDefinitions.Cards.SelectMany(d => d.Unit == "money"
            ? shown.Select(currency => Card(d, currency, side => Money(d, side.Sums.Sold(currency))))
            : [Card(d, null, side => Value(d, side))])];

        KpiCard Card(KpiDefinition d, string? currency, Func<Side, decimal?> value) =>
            new(d.Name, d.Text, d.Unit, currency, value(now), before is null ? null : value(before));
    }

    private static decimal? Money(KpiDefinition definition, KpiSum sold) =>
        definition == KpiDefinitions.Revenue ? sold.Revenue : sold.AverageOrderValue;

    private static decimal? Value(KpiDefinition d, Side side)
    {
        var all = side.Sums.NoDrafts;
        return d == KpiDefinitions.Orders ? side.Sums.Orders
            : d == KpiDefinitions.Counted ? side.Sums.CountedOrders
            : d == KpiDefinitions.CancelRate ? KpiSums.Rate(all.EverCancelled, all.Orders)
            : d == KpiDefinitions.FailRate ? KpiSums.Rate(all.EverFailed, all.Orders)
            : d == KpiDefinitions.RefundRate ? KpiSums.Rate(all.EverRefunded, all.Orders)
            : d == KpiDefinitions.Throughput ? side.Sums.Throughput
            : d == KpiDefinitions.CycleMedian ? side.Cycle.MedianSeconds
            : d == KpiDefinitions.CycleP90 ? side.Cycle.P90Seconds
            : d == KpiDefinitions.Changes ? side.Sums.Changes
            : throw new ArgumentException($"There is no card {d.Name}.", nameof(d));
    }
}
