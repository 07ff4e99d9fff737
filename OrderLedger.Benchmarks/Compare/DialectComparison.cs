using System.Globalization;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>
/// One run on one server with a store for each dialect. The dialects take turns within a round, and each round begins with the next
/// one, so that whatever else the machine does, and whatever one leaves behind, hits all of them.
/// </summary>
internal sealed class DialectComparison(IReadOnlyList<Target> targets, Stretches stretches, int seconds)
{
    private const int Connections = 64;
    private const int WarmUpSeconds = 4;
    private const int Orders = 5_000;

    private static readonly string First = Dialects.Vici.Name;

    public async Task Run(int rounds, CancellationToken stop)
    {
        var loads = new List<(string Name, HttpLoad Load)>();
        foreach (var target in targets)
        {
            var load = new HttpLoad(target, new Walk(1_000_000, Orders, target.Dialect.Statuses));
            await load.Register(stop);
            await load.Run("warm-up", new(Connections, WarmUpSeconds), 0, stop);
            loads.Add((target.Dialect.Name, load));
        }
        for (var round = 0; round < rounds; round++)
            for (var turn = 0; turn < loads.Count; turn++)
            {
                var (name, load) = loads[(round + turn) % loads.Count];
                await stretches.Measure(name, () => load.Run(name, new(Connections, seconds), 0, stop));
            }
    }

    /// <summary>In Markdown. A ratio is the median of the rounds' ratios, each within its round.</summary>
    public string Report()
    {
        var names = targets.Select(t => t.Dialect.Name).ToList();
        return string.Join('\n',
        [
            "| dialect | pushes/s : A's | rounds, from - to | pushes/s | p50 ms | p99 ms |",
            "|---|---|---|---|---|---|",
            .. names.Select(Row),
            "",
            "| CPU per push, µs | server | PostgreSQL | load generator |",
            "|---|---|---|---|",
            .. names.Select(stretches.Cpu),
            "",
            stretches.Errors(),
        ]);
    }

    private string Row(string name)
    {
        var ratios = stretches[name].Zip(stretches[First], (f, a) => f.PushesPerSecond / a.PushesPerSecond).Order().ToList();
        var (ratio, shown) = (ratios[(ratios.Count - 1) / 2], stretches.Median(name));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | **{ratio:0.00}** | {ratios[0]:0.00} - {ratios[^1]:0.00} "
            + $"| {shown.PushesPerSecond:N0} | {shown.PushMs.P50:0.0} | {shown.PushMs.P99:0.0} |");
    }
}
