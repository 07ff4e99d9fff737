using System.Globalization;
using OrderLedger.Benchmarks.Compare;

namespace OrderLedger.Benchmarks.Outgoing;

/// <summary>A stretch of pushes with so many subscriptions.</summary>
internal sealed record WebhookStretch(int Subscriptions, double PushesPerSecond, Spread PushMs)
{
    /// <summary>Messages that had not come when the last push was answered.</summary>
    public long Waiting { get; init; }

    /// <summary>Until they all had come.</summary>
    public double CaughtUpSeconds { get; init; }

    public long Messages { get; init; }

    public double MiBBefore { get; init; }

    public double MiBMost { get; init; }

    public double MiBAfter { get; init; }

    public CpuTime Cpu { get; init; }

    public int Failures { get; init; }

    public string Row() => string.Create(CultureInfo.InvariantCulture,
        $"| {Subscriptions} | {PushesPerSecond:N0} | {PushMs.P50:0.0} / {PushMs.P99:0.0} | {Messages:N0} | {Waiting:N0} | {CaughtUpSeconds:0.0} "
        + $"| {MiBBefore:0} / {MiBMost:0} / {MiBAfter:0} | {Cpu.Api:0.0} / {Cpu.Postgres:0.0} / {Cpu.Load:0.0} | {Failures} |");

    /// <summary>In Markdown, with the ratio of the medians.</summary>
    public static string Table(IReadOnlyList<WebhookStretch> stretches)
    {
        var (none, all) = (Median(stretches.Where(s => s.Subscriptions == 0)), Median(stretches.Where(s => s.Subscriptions > 0)));
        return string.Join('\n',
        [
            "| subscriptions | pushes/s | push p50 / p99, ms | messages | waiting at the end | caught up after, s | MiB before / most / after | CPU s server / PostgreSQL / load | failed |",
            "|---|---|---|---|---|---|---|---|---|",
            .. stretches.Select(s => s.Row()),
            "",
            string.Create(CultureInfo.InvariantCulture, $"Pushes/s with subscriptions / without: {all / none:0.00}"),
        ]);
    }

    private static double Median(IEnumerable<WebhookStretch> stretches)
    {
        var rates = stretches.Select(s => s.PushesPerSecond).Order().ToList();
        return rates[(rates.Count - 1) / 2];
    }
}
