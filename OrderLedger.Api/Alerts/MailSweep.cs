using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Api.Alerts;

/// <summary>Forgets old mails and alerts, once an hour.</summary>
internal sealed class MailSweep(MailTable mails, AlertTable alerts, ILogger<MailSweep> log) : Recurring(TimeSpan.FromHours(1))
{
    public override async Task Round(CancellationToken stoppingToken)
    {
        await mails.Sweep(stoppingToken);
        await alerts.Sweep(stoppingToken);
    }

    protected override void Say(Exception failure) => log.MailsNotSwept(failure);
}
