namespace OrderLedger.Api.Ledger;

/// <summary>Keeps the table of refused pushes within its bounds, once a minute.</summary>
public sealed class RejectedPushSweep(RejectedPushes pushes, ILogger<RejectedPushSweep> log) : Recurring(TimeSpan.FromMinutes(1))
{
    public override Task Round(CancellationToken stoppingToken) => pushes.Sweep(stoppingToken);

    protected override void Say(Exception failure) => log.RejectedNotSwept(failure);
}
