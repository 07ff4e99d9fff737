using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Api.Alerts;

/// <summary>Shows, sets and tries who is told of what in a store: for the routes and the verbs.</summary>
public sealed class AlertDesk(AlertSettingTable settings, AlertTable alerts, MailTable mails, MailSettings mail, MailPost post)
{
    private const int MailsShown = 20;

    /// <summary>Why no mail can be sent, as a sentence; null when it can.</summary>
    public string? MailProblem => mail.Problem;

    public Task<AlertSetting> Of(string store, CancellationToken stop) => settings.Of(store, stop);

    public Task Set(AlertSetting wanted, Store store, Sender by, CancellationToken stop) =>
        settings.Set(Digests.FromNow(wanted, store, DateTimeOffset.UtcNow), by, stop);

    /// <summary>The setting, the open alerts and the newest mails, as the API shows them.</summary>
    public async Task<object> Shown(string store, CancellationToken stop)
    {
        var setting = await settings.Of(store, stop);
        return new
        {
            setting.Emails,
            setting.Kinds,
            refusedPerHour = setting.RefusedMax,
            digest = setting.DigestAt?.ToString("HH:mm", CultureInfo.InvariantCulture),
            mailProblem = mail.Problem,
            open = (await alerts.Open(store, stop)).Select(a =>
                new { a.Wrong.Kind, a.Wrong.Subject, a.Wrong.Text, a.Wrong.Link, a.OpenedAt }),
            mails = (await mails.Newest(store, MailsShown, stop)).Select(m => new
            {
                to = m.Address,
                m.Title,
                m.State,
                m.Attempts,
                m.Answer,
                m.MadeAt,
                m.TriedAt,
                nextAttemptAt = m.State == Mail.Waiting ? m.DueAt : (DateTimeOffset?)null,
            }),
        };
    }

    /// <summary>Tries each address once. Nothing where the store has no address, or the server sends no mail.</summary>
    public async Task<IReadOnlyList<(string Address, MailAnswer Answer)>> Test(string store, CancellationToken stop)
    {
        if (mail.Problem is not null)
            return [];
        var now = DateTimeOffset.UtcNow;
        var text = "This is a test. Alerts of the store come to this address.\n\n" + MailText.Foot(store, "Somebody asked for this test.");
        return await Task.WhenAll(Mail.ToAll(await settings.Of(store, stop), $"{store}: a test of alerts", text, now)
            .Select(async one => (one.Address, await post.Send(one with { MadeAt = now }, stop))));
    }
}
