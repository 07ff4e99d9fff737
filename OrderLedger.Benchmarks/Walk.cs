using OrderLedger.Domain;

namespace OrderLedger.Benchmarks;

/// <summary>
/// Which order is pushed next and to what. Each order walks the statuses in turn (dialect A's nine unless told others), so that
/// practically every push changes it; the more there are, the less it matters where a few pushes of one order overtake each other.
/// </summary>
internal sealed class Walk(long firstId, int orders, IReadOnlyList<string>? statuses = null)
{
    private readonly IReadOnlyList<string> statuses = statuses ?? [.. Vocabularies.Vici.Pushable];
    private readonly int[] steps = new int[orders];

    public long FirstId => firstId;

    public int Orders => orders;

    public (long OrderId, string Status) Next() => At(Random.Shared.Next(orders));

    /// <summary>Distinct orders, for the rows of one statement.</summary>
    public (long OrderId, string Status)[] Next(int count)
    {
        var first = Random.Shared.Next(orders);
        return [.. Enumerable.Range(0, Math.Min(count, orders)).Select(i => At((first + i) % orders))];
    }

    /// <summary>Orders are spread over 90 days: their KPI cells then stand in each other's way as little as a shop's do.</summary>
    public static DateTimeOffset CreatedAt(long orderId) =>
        new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddDays(orderId % 90);

    private (long OrderId, string Status) At(int order) =>
        (firstId + order, statuses[(int)((uint)Interlocked.Increment(ref steps[order]) % statuses.Count)]);
}
