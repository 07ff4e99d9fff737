using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Health;

/// <summary>
/// The first to know that the server is to stop: from then on it is not ready, while it still answers, so that a load balancer
/// can look away before the door closes. Then the listener ends its requests, and last the writer what waits.
/// </summary>
public sealed class Readiness(Settings settings, LedgerWriter writer, ILogger<Readiness> log) : IHostedLifecycleService
{
    public bool Stopping { get; private set; }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Stopping = true;
        log.Stopping(writer.QueueLength);
        await Task.Delay(settings.StopGrace, cancellationToken);
        writer.Hurry();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
