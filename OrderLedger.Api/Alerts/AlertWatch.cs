namespace OrderLedger.Api.Alerts;

/// <summary>
/// Looks, again and again, for what people want to be alerted of: in one server at a time, the one that holds the turn. When that server
/// ends, another one goes on with the alerts that are open.
/// </summary>
internal sealed class AlertWatch(NpgsqlDataSource database, WatchedStores stores, AlertRound round, Settings settings,
    ILogger<AlertWatch> log) : Recurring(settings.Alerts)
{
    private readonly HashSet<string> seen = [];
    private SessionLock? turn;

    protected override bool BeginsAtOnce => true;

    public override Task Round(CancellationToken stoppingToken) => Round(DateTimeOffset.UtcNow, stoppingToken);

    /// <summary>One round, as if it were this time. Does nothing while another server has the turn.</summary>
    internal async Task Round(DateTimeOffset now, CancellationToken stop)
    {
        try
        {
            turn ??= await SessionLock.Try(database, AdvisoryLocks.Alerts, stop);
            if (turn is null)
                return;
            await turn.Assert(stop);
            var watched = await stores.All(stop);
            await round.Forget(watched, stop);
            foreach (var one in watched)
                await round.Of(one, seen.Add(one.Store.Name), now, stop);
            if (watched.Count == 0)
                await End();
        }
        catch
        {
            // The lock may be lost, and another server may have it. The next round begins anew.
            await End();
            throw;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await End();
    }

    protected override void Say(Exception failure) => log.AlertsNotLookedFor(failure);

    private async Task End()
    {
        await using var held = turn;
        turn = null;
        seen.Clear();
    }
}
