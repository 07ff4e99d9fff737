namespace OrderLedger.Api.Ledger.Outward;

/// <summary>Keeps the table of deliveries within its bounds, once a minute.</summary>
internal sealed class DeliverySweep(DeliveryTable deliveries, ILogger<DeliverySweep> log) : Recurring(TimeSpan.FromMinutes(1))
{
    public override Task Round(CancellationToken stoppingToken) => deliveries.Sweep(stoppingToken);

    protected override void Say(Exception failure) => log.DeliveriesNotSwept(failure);
}
