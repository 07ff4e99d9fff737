using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Api.Alerts;

/// <summary>Looks at one store: opens what is new, closes what ended, and makes the digest when it is time.</summary>
internal sealed class AlertRound(Lookout lookout, AlertTable alerts, Digests digests)
{
    /// <summary>How long a mail server may be away until an alert is old. RFC 5321 (4.5.4.1) gives a mail four to five days.</summary>
    private static readonly TimeSpan AlertMax = TimeSpan.FromDays(5);

    /// <param name="watched">The store.</param>
    /// <param name="isFirst">Whether this server looks at it for the first time since it has the turn.</param>
    /// <param name="now">The time.</param>
    /// <param name="stop">Ends it.</param>
    public async Task Of(WatchedStore watched, bool isFirst, DateTimeOffset now, CancellationToken stop)
    {
        var open = await alerts.Open(watched.Store.Name, stop);
        if (isFirst)
            lookout.Remember(watched.Store.Name, open);
        var found = (await lookout.Look(watched, open, now, stop)).DistinctBy(w => (w.Kind, w.Subject)).ToList();
        var begun = found.ExceptBy(open.Select(a => (a.Wrong.Kind, a.Wrong.Subject)), w => (w.Kind, w.Subject)).ToList();
        var ended = open.ExceptBy(found.Select(w => (w.Kind, w.Subject)), a => (a.Wrong.Kind, a.Wrong.Subject)).ToList();
        if (begun.Count + ended.Count > 0)
            await alerts.Change(watched.Store.Name, begun, ended, opened => Mails(watched.Setting, opened, now), stop);
        await digests.Make(watched, now, stop);
    }

    /// <summary>Ends the alerts of stores of which nobody wants to be alerted any more.</summary>
    public Task Forget(IEnumerable<WatchedStore> but, CancellationToken stop) =>
        alerts.ForgetOthers([.. but.Select(w => w.Store.Name)], stop);

    // One mail for each kind, so that a hundred orders that are overdue at once are one mail.
    private static IReadOnlyList<Mail> Mails(AlertSetting to, IReadOnlyList<Wrong> opened, DateTimeOffset now) =>
        [.. opened.GroupBy(w => w.Kind, (_, of) => of.ToList())
            .SelectMany(of => Mail.ToAll(to, MailText.Title(to.Store, of), MailText.Of(to.Store, of), now + AlertMax))];
}
