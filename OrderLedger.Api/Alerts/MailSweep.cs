using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Api.Alerts;

/// <summary>Forgets old mails and alerts, once an hour.</summary>
internal sealed class MailSweep(MailTable mails, ILogger<MailSweep> log) : Recurring(TimeSpan.FromHours(1))
{
    public override Task Round(CancellationToken stoppingToken) => mails.Sweep(stoppingToken);

    protected override void Say(Exception failure) => log.MailsNotSwept(failure);
}
