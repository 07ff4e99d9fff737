namespace OrderLedger.Api.Ledger;

/// <summary>
/// Work beside the pushes, round after round. A connection that breaks says so in more ways than a driver's documents name, and no round is
/// worth a server: whatever one fails with is said, and the next one tries again.
/// </summary>
public abstract class Recurring(TimeSpan pause) : SideWork
{
    /// <summary>Whether the first round waits for no pause.</summary>
    protected virtual bool BeginsAtOnce => false;

    public abstract Task Round(CancellationToken stoppingToken);

    /// <summary>Says what the round failed with. Not called for an <see cref="Outage"/>.</summary>
    protected abstract void Say(Exception failure);

    /// <summary>Says that the database is away. The keyring does, for all of them: it looks most often.</summary>
    protected virtual void SayAway(Exception failure)
    {
    }

    /// <summary>One round; what it fails with is said and not thrown.</summary>
    public async Task Try(CancellationToken stop)
    {
        try
        {
            await Round(stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            if (Outage.Is(failure))
                SayAway(failure);
            else
                Say(failure);
        }
    }

    protected override async Task Work(CancellationToken stoppingToken)
    {
        if (pause <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(pause);
        if (BeginsAtOnce)
            await Try(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Try(stoppingToken);
    }
}
