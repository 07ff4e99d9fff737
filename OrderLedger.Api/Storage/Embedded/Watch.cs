namespace OrderLedger.Api.Storage.Embedded;

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
                if (Postmaster.Of(cluster.Directory) is null)
                    await StartAgain();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The owner ends, and the server with it.
        }
    }

    private async Task StartAgain()
    {
        cluster.Options.Say("PostgreSQL has ended; starting it again");
        await EndGuard();
        try
        {
            guard = await Guard.Over(cluster, ending.Token);
        }
        catch (PostgresNotStartedException failure)
        {
            cluster.Options.Say(failure.Message);
        }
    }

    private async Task EndGuard()
    {
        if (guard is { } ended)
            await ended.DisposeAsync();
        guard = null;
    }
}
