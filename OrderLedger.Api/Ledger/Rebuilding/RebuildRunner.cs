namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Carries out, in a server, the rebuilds that are asked for, and those that a process before it left unfinished. At the start it asks for
/// one itself when this build makes rows of another version than the database has.
/// </summary>
public sealed class RebuildRunner(Rebuilder rebuilder, RebuildTable table, LedgerReader ledger, ILogger<RebuildRunner> log)
    : SideWork
{
    // Another process may ask for one, or leave one behind.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim asked = new(0);

    /// <summary>A rebuild was asked for just now.</summary>
    public void Wake() => asked.Release();

    protected override async Task Work(CancellationToken stoppingToken)
    {
        var (looked, isAway) = (false, false);
        while (true)
        {
            try
            {
                if (!looked)
                    await AskForOutdated(stoppingToken);
                looked = true;
                if (await table.Open(stoppingToken) is not null)
                    await rebuilder.Run(stoppingToken);
                isAway = false;
            }
            catch (Exception away) when (!stoppingToken.IsCancellationRequested)
            {
                // What trying again does not mend has ended the rebuild already; a connection that breaks in the middle of a COPY says so
                // in several ways.
                if (!isAway || !Outage.Is(away))
                    log.RebuildInterrupted(Outage.Traced(away));
                isAway = true;
            }
            await asked.WaitAsync(Poll, stoppingToken);
        }
    }

    private async Task AskForOutdated(CancellationToken stop)
    {
        var outdated = (await table.Projections(stop)).Where(p => p.IsOutdated).Select(p => p.Projection).ToList();
        if (outdated.Count == 0)
            return;
        if (await ledger.Head(stop) == 0)
            await table.MarkCurrent(stop);
        else if (await table.Ask(outdated, null, new("upgrade", "upgrade"), stop) is not null)
            log.RebuildOfNewVersion(string.Join(", ", outdated.Select(p => p.Name)));
    }
}
