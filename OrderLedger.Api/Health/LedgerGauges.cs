using System.Diagnostics;
using System.Diagnostics.Metrics;
using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Verifying;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Health;

/// <summary>The numbers of <see cref="LedgerMeter"/> that are looked up when a monitor asks.</summary>
internal sealed class LedgerGauges
{
    private static readonly TimeSpan DatabaseMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FreshMax = TimeSpan.FromMilliseconds(500);

    private readonly RebuildTable rebuilds;
    private readonly Lock looking = new();
    private Rebuild? open;
    private long? lookedAt;

    public LedgerGauges(IMeterFactory meters, LedgerWriter writer, Drift drift, RebuildTable rebuilds)
    {
        this.rebuilds = rebuilds;
        var meter = meters.Create(LedgerMeter.Name);
        meter.CreateObservableGauge("orderledger_queue_pushes", () =>
            writer.QueueLength, description: "Pushes that wait for a transaction.");
        meter.CreateObservableGauge("orderledger_drift", () =>
            drift.Count, description: "Places where what is shown is not what the events say.");
        meter.CreateObservableGauge("orderledger_rebuild_events", () =>
            Open(r => r.Events), description: "Events that the rebuild under way has to replay.");
        meter.CreateObservableGauge("orderledger_rebuild_done_events", () =>
            Open(r => r.Done), description: "Events that it has replayed.");
    }

    private IEnumerable<Measurement<long>> Open(Func<Rebuild, long> number) => Open() is { } rebuild ? [new(number(rebuild))] : [];

    // Its two numbers are asked for one after the other: one look at the database serves both.
    private Rebuild? Open()
    {
        lock (looking)
        {
            if (lookedAt is not { } at || Stopwatch.GetElapsedTime(at) > FreshMax)
                (open, lookedAt) = (Look(), Stopwatch.GetTimestamp());
            return open;
        }
    }

    // Nothing when there is no database: a monitor must get the other numbers all the same.
    private Rebuild? Look()
    {
        try
        {
            using var patience = new CancellationTokenSource(DatabaseMax);
            // A gauge's callback cannot be asynchronous.
            return rebuilds.Open(patience.Token).GetAwaiter().GetResult();
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }
}
