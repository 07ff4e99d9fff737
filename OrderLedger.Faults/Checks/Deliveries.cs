using OrderLedger.Faults.Machines;

namespace OrderLedger.Faults.Checks;

/// <summary>Looks at what a receiver of webhooks was told.</summary>
internal static class Deliveries
{
    private static readonly TimeSpan ToldMax = TimeSpan.FromSeconds(60);

    /// <summary>Every event of the store was told at least once, and those of an order in order.</summary>
    public static async Task<IReadOnlyList<string>> Broken(Receiver receiver, NpgsqlDataSource database)
    {
        var events = (await database.Query(r => r.GetInt64(0), "select count(*) from ledger.mt_events where tenant_id = 'default'",
            CancellationToken.None))[0];
        var bound = DateTime.UtcNow + ToldMax;
        while (Versions(receiver).Sum(v => v.Value.Count) < events && DateTime.UtcNow < bound)
            await Task.Delay(TimeSpan.FromMilliseconds(200));

        var told = Versions(receiver);
        var broken = told.Where(v => !v.Value.SequenceEqual(Enumerable.Range(1, v.Value.Count)))
            .Select(v => $"order {v.Key} was told as versions {string.Join(", ", v.Value)}").ToList();
        if (told.Sum(v => v.Value.Count) != events)
            broken.Add($"{told.Sum(v => v.Value.Count)} of {events} events were told");
        return broken;
    }

    // The versions of each order in the order of their first arrival.
    private static Dictionary<string, List<int>> Versions(Receiver receiver) => receiver.Taken
        .GroupBy(m => m.Data["order_id"]!.ToString())
        .ToDictionary(order => order.Key, order => order.Select(m => (int)m.Data["version"]!).Distinct().ToList());
}
