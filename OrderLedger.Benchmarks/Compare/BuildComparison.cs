using System.Globalization;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>
/// Two servers, each on a PostgreSQL or in a schema of its own. They take turns, one idle while the other is measured, and each round
/// begins with the other one.
/// </summary>
internal sealed class BuildComparison(Stretches mine, Stretches other, int seconds, string name = "other")
{
    private const int WarmUpSeconds = 5;
    private const int Orders = 2_000;

    private static readonly (string Name, int Connections, bool Hot)[] Loads =
        [("1", 1, false), ("16", 16, false), ("64", 64, false), ("256", 256, false), ("64, one order", 64, true)];

    public async Task Run((Load.Target Mine, Load.Target Other) targets, int rounds, CancellationToken stop)
    {
        var (ours, theirs) = (new Side(mine, targets.Mine), new Side(other, targets.Other));
        foreach (var side in (Side[])[ours, theirs])
        {
            await side.Many.Register(stop);
            await side.Hot.Register(stop);
            await side.Many.Run("warm-up", new(16, WarmUpSeconds), 0, stop);
        }
        for (var round = 0; round < rounds; round++)
            foreach (var (load, connections, hot) in Loads)
            {
                Side[] turns = [ours, theirs];
                foreach (var side in round % 2 == 0 ? turns : turns.Reverse())
                    await side.Stretches.Measure(load, () => (hot ? side.Hot : side.Many).Run("http", new(connections, seconds), 0, stop));
            }
    }

    /// <summary>In Markdown. A ratio is the median of the rounds' ratios, each within its round.</summary>
    public string Report() => string.Join('\n',
    [
        $"| connections | this : {name}, pushes/s | rounds, from - to | this, pushes/s | p99 ms | {name}, pushes/s | p99 ms | {name}, refused |",
        "|---|---|---|---|---|---|---|---|",
        .. Loads.Select(l => Row(l.Name)),
        "",
        "| CPU per push, µs | server | PostgreSQL | load generator |",
        "|---|---|---|---|",
        .. Loads.SelectMany(l => (string[])["this, " + mine.Cpu(l.Name)[2..], $"{name}, " + other.Cpu(l.Name)[2..]])
            .Select(row => "| " + row),
        "",
        $"This: {mine.Errors()} {name}: {other.Errors()}",
    ]);

    private string Row(string load)
    {
        var ratios = mine[load].Zip(other[load], (m, o) => m.PushesPerSecond / o.PushesPerSecond).Order().ToList();
        var (one, two) = (mine.Median(load), other.Median(load));
        var (taken, refused) = (other[load].Sum(f => f.Pushes), other[load].Sum(f => f.Errors.Values.Sum()));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {load} | **{ratios[(ratios.Count - 1) / 2]:0.00}** | {ratios[0]:0.00} - {ratios[^1]:0.00} "
            + $"| {one.PushesPerSecond:N0} | {one.PushMs.P99:0.0} | {two.PushesPerSecond:N0} | {two.PushMs.P99:0.0} "
            + $"| {100.0 * refused / (taken + refused):0.#} % |");
    }

    /// <summary>One of the two builds, with a load over many orders and a load on a single one.</summary>
    private sealed class Side(Stretches stretches, Load.Target target)
    {
        public Stretches Stretches => stretches;

        public HttpLoad Many { get; } = new(target, new Walk(1_000_000, Orders));

        public HttpLoad Hot { get; } = new(target, new Walk(999_999, 1));
    }
}
