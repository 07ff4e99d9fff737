namespace OrderLedger.Api.Ledger;

/// <summary>
/// Work beside the pushes for as long as the server runs. Ends as soon as the server is asked to stop, all of it at once, so that a
/// database which stands still is waited for once and not by one after the other. What it fails with because of that, such as a statement
/// that was cut short, is no failure and is not logged.
/// </summary>
public abstract class SideWork : BackgroundService, IHostedLifecycleService
{
    private readonly CancellationTokenSource leaving = new();

    /// <summary>Works until it is stopped. Handles its own failures: one that leaves this method ends the server.</summary>
    protected abstract Task Work(CancellationToken stoppingToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, leaving.Token);
        try
        {
            await Work(stop.Token);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Not waited for: the driver's part of it speaks with the database.
        _ = leaving.CancelAsync();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        leaving.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}
