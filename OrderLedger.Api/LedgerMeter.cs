using System.Diagnostics.Metrics;

namespace OrderLedger.Api;

/// <summary>
/// Every number that the running server tells a monitor. No tag carries a store, an order, a key or anything about a customer.
/// </summary>
internal static class LedgerMeter
{
    public const string Name = "OrderLedger";

    private static readonly Meter Meter = new(Name);

    /// <summary>Tags: outcome (registered, changed, unchanged, stale, replayed, refused), source.</summary>
    public static readonly Counter<long> Pushes =
        Meter.CreateCounter<long>("orderledger_pushes_total", description: "Pushes answered by the ledger.");

    public static readonly Counter<long> PushesKept =
        Meter.CreateCounter<long>("orderledger_rejected_pushes_total", description: "Refused pushes that were kept.");

    public static readonly Counter<long> ChangesMissed = Meter.CreateCounter<long>("orderledger_missed_changes_total",
        description: "Changes that no webhook brought and that were found by asking the shop.");

    /// <summary>Tags: status, as "2xx".</summary>
    public static readonly Counter<long> Answers =
        Meter.CreateCounter<long>("orderledger_http_answers_total", description: "HTTP answers.");

    public static readonly Histogram<double> BatchSize =
        Meter.CreateHistogram("orderledger_batch_pushes", description: "Pushes in one transaction.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 1_024] });

    public static readonly Histogram<double> CommitTime = Meter.CreateHistogram("orderledger_commit_seconds",
        description: "From the push's arrival at the writer to its commit.",
        advice: new InstrumentAdvice<double>
        { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5] });
}
