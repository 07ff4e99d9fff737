using System.Globalization;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>
/// Two servers, each on a PostgreSQL of its own. They take turns, one idle while the other is measured, and each round begins with the other one.
/// </summary>
internal sealed class BuildComparison(Stretches mine, Stretches other, int seconds)
{
    private const int WarmUpSeconds = 5;
    private const int Orders = 2_000;

    private static readonly int[] Connections = [1, 16, 64];

    public async Task Run((Load.Target Mine, Load.Target Other) targets, int rounds, CancellationToken stop)
    {
        var (one, two) = (new HttpLoad(targets.Mine, new Walk(1_000_000, Orders)), new HttpLoad(targets.Other, new Walk(1_000_000, Orders)));
        foreach (var load in (HttpLoad[])[one, two])
        {
            await load.Register(stop);
            await load.Run("warm-up", new(16, WarmUpSeconds), 0, stop);
        }
        for (var round = 0; round < rounds; round++)
            foreach (var connections in Connections)
            {
                (Stretches, HttpLoad)[] turns = [(mine, one), (other, two)];
                foreach (var (stretches, load) in round % 2 == 0 ? turns : turns.Reverse())
                    await stretches.Measure($"http {connections}", () => load.Run("http", new(connections, seconds), 0, stop));
            }
    }

    /// <summary>In Markdown. A ratio is the median of the rounds' ratios, each within its round.</summary>
    public string Report() => string.Join('\n',
    [
        "| connections | this : other, pushes/s | rounds, from - to | this, pushes/s | p99 ms | other, pushes/s | p99 ms |",
        "|---|---|---|---|---|---|---|",
        .. Connections.Select(Row),
        "",
        "| CPU per push, µs | server | PostgreSQL | load generator |",
        "|---|---|---|---|",
        .. Connections.SelectMany(c => (string[])["this, " + mine.Cpu($"http {c}")[2..], "other, " + other.Cpu($"http {c}")[2..]]).Select(row => "| " + row),
        "",
        mine.Errors(),
    ]);

    private string Row(int connections)
    {
        var name = $"http {connections}";
        var ratios = mine[name].Zip(other[name], (m, o) => m.PushesPerSecond / o.PushesPerSecond).Order().ToList();
        var (one, two) = (mine.Median(name), other.Median(name));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {connections} | **{ratios[(ratios.Count - 1) / 2]:0.00}** | {ratios[0]:0.00} - {ratios[^1]:0.00} "
            + $"| {one.PushesPerSecond:N0} | {one.PushMs.P99:0.0} | {two.PushesPerSecond:N0} | {two.PushMs.P99:0.0} |");
    }
}
