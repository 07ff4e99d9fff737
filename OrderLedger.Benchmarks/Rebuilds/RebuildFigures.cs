using System.Diagnostics;
using System.Globalization;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>One idle rebuild and the plain COPY before it.</summary>
internal sealed record IdleRound(long Events, double CopySeconds, double RebuildSeconds)
{
    public double Ratio => Math.Round(CopySeconds / RebuildSeconds, 3);
}

/// <summary>A rebuild under load. <c>AtSwap</c>: pushes due from half a second before the swap to half a second after it.</summary>
internal sealed record LoadFigures(double Seconds, double SwapSeconds, long Pushes, Spread PushMs, long PushesAtSwap, Spread AtSwap)
{
    public long FailedPushes { get; init; }

    public long Reads { get; init; }

    public IReadOnlyList<string> Faults { get; init; } = [];

    public static LoadFigures Of(SeenRebuild rebuilt, PacedPushes pushes, ReadChecks checks)
    {
        var (all, near, half) = (new Latencies(), new Latencies(), Stopwatch.Frequency / 2);
        foreach (var (due, took) in pushes.Answered)
        {
            all.Add(took);
            if (due >= rebuilt.SwapFrom - half && due <= rebuilt.SwapTo + half)
                near.Add(took);
        }
        return new(rebuilt.Seconds, Stopwatch.GetElapsedTime(rebuilt.SwapFrom, rebuilt.SwapTo).TotalSeconds,
            all.Count, all.Spread(), near.Count, near.Spread())
        {
            FailedPushes = pushes.Failures.Count,
            Reads = checks.Reads,
            Faults = [.. pushes.Failures.Distinct(), .. checks.Faults],
        };
    }
}

/// <summary>A table as the pushes and the rebuild under load left it, beside the same table built anew.</summary>
internal sealed record ComparedTable(string Name, long Rows, bool IsSame);

/// <summary>The figures of a run. Memory is the server's, in MiB.</summary>
internal sealed record RebuildFigures(double SeededPerSecond, int Rate)
{
    public List<IdleRound> Rounds { get; } = [];

    public double IdleMiB { get; init; }

    public double PeakMiB { get; init; }

    public double PeakUnderLoadMiB { get; init; }

    public LoadFigures? UnderLoad { get; init; }

    public IReadOnlyList<ComparedTable> Tables { get; init; } = [];

    public bool IsClean => UnderLoad is { Faults.Count: 0 } && Tables.All(t => t.IsSame);

    /// <summary>In Markdown.</summary>
    public string Table()
    {
        var round = Rounds.OrderBy(r => r.Ratio).ElementAt((Rounds.Count - 1) / 2);
        var load = UnderLoad!;
        string[] lines =
        [
            "| all projections, idle | events | seconds | events/s | plain COPY, rows/s | rebuild : COPY | rounds, from - to |",
            "|---|---|---|---|---|---|---|",
            Said($"| median of {Rounds.Count} | {round.Events:N0} | {round.RebuildSeconds:0.0} | {round.Events / round.RebuildSeconds:N0} ")
                + Said($"| {round.Events / round.CopySeconds:N0} | **{round.Ratio:0.00}** ")
                + Said($"| {Rounds.Min(r => r.Ratio):0.00} - {Rounds.Max(r => r.Ratio):0.00} |"),
            "",
            "| memory of the server, MiB | before | peak, idle | over before | peak, under load |",
            "|---|---|---|---|---|",
            Said($"| | {IdleMiB:0} | {PeakMiB:0} | **{PeakMiB - IdleMiB:0}** | {PeakUnderLoadMiB:0} |"),
            "",
            Said($"| under {Rate} pushes/s | pushes | p50 ms | p99 ms | max ms | failed |"),
            "|---|---|---|---|---|---|",
            Row("all", load.Pushes, load.PushMs) + Said($" {load.FailedPushes} |"),
            Row("around the swap", load.PushesAtSwap, load.AtSwap) + " |",
            "",
            Said($"The rebuild under load took {load.Seconds:0.0} s, its swap at most {load.SwapSeconds * 1_000:0} ms. ")
                + Said($"{load.Reads:N0} reads, {load.Faults.Count} saw what they may not."),
            .. load.Faults.Take(10).Select(f => $"- {f}"),
            "",
            string.Join("; ", Tables.Select(t => Said($"{t.Name}: {t.Rows:N0} rows, {(t.IsSame ? "the same" : "NOT THE SAME")}"))) + ".",
            Said($"Bulk seeding: {SeededPerSecond:N0} events/s."),
        ];
        return string.Join('\n', lines);
    }

    private static string Row(string what, long pushes, Spread ms) =>
        Said($"| {what} | {pushes:N0} | {ms.P50:0.0} | {ms.P99:0.0} | {ms.Max:0.0} |");

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
