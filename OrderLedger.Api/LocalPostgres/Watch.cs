namespace OrderLedger.Api.LocalPostgres;

/// <summary>
/// Keeps the server alive while this process owns it: one that dies under it (killed, out of memory, stopped by hand)
/// is started again at the same address, within seconds.
/// </summary>
internal sealed class Watch : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource ending = new();
    private readonly Cluster cluster;
    private readonly Task watching;
    private Guard? guard;

    private Watch(Cluster cluster, Guard guard)
    {
        (this.cluster, this.guard) = (cluster, guard);
        watching = Task.Run(KeepAlive);
    }

    public static async Task<Watch> Over(Cluster cluster, CancellationToken stop) => new(cluster, await Guard.Over(cluster, stop));

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await watching;
        await EndGuard();
        ending.Dispose();
    }

    private async Task KeepAlive()
    {
        try
        {
            using var timer = new PeriodicTimer(Between);
            while (await timer.WaitForNextTickAsync(ending.Token))
                await Look();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The owner ends, and the server with it.
        }
    }

    // A machine that has just killed PostgreSQL for its memory may refuse a process or a file as well: said, and tried again at the next
    // look.
    private async Task Look()
    {
        try
        {
            if (Postmaster.Of(cluster.Directory) is null)
                await StartAgain();
        }
        catch (Exception failure) when (!ending.IsCancellationRequested)
        {
            cluster.Options.Say(failure is PostgresNotStartedException
                ? failure.Message
                : $"PostgreSQL could not be looked after: {failure.Message}");
        }
    }

    private async Task StartAgain()
    {
        cluster.Options.Say("PostgreSQL has ended; starting it again");
        await EndGuard();
        guard = await Guard.Over(cluster, ending.Token);
    }

    private async Task EndGuard()
    {
        if (guard is { } ended)
            await ended.DisposeAsync();
        guard = null;
    }
}
