using OrderLedger.Api.Ledger.Alerting;
using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Alerts;

/// <summary>
/// Makes the daily mail of a store: the figures of the day before, and what is wrong now. Once a day, by whichever server; a server that
/// was down at the time makes it later the same day.
/// </summary>
internal sealed class Digests(KpiReader kpis, AlertTable alerts, AlertSettingTable settings, Settings server)
{
    // The next day's digest says it better.
    private static readonly TimeSpan AgeMax = TimeSpan.FromHours(20);

    /// <summary>The setting as it is to be kept: of a digest whose time is over today, today's is not made.</summary>
    public static AlertSetting FromNow(AlertSetting wanted, Store store, DateTimeOffset now) =>
        wanted with { DigestDay = IsTime(wanted, store, now) ? store.DayOf(now) : null };

    public async Task Make(WatchedStore watched, DateTimeOffset now, CancellationToken stop)
    {
        var ((store, setting), today) = (watched, watched.Store.DayOf(now));
        if (setting.Emails.Count == 0 || setting.DigestDay >= today || !IsTime(setting, store, now))
            return;
        var day = today.AddDays(-1);
        var facts = await kpis.Read(new(store, new(day, day), now), stop);
        var open = await alerts.Open(store.Name, stop);
        await settings.Digest(store.Name, today, Mail.ToAll(setting, DigestText.Title(store, day, facts),
            DigestText.Of(store, facts, new(day, [.. open.Select(a => a.Wrong)], server.PublicUrl)), now + AgeMax), stop);
    }

    private static bool IsTime(AlertSetting setting, Store store, DateTimeOffset now) =>
        setting.DigestAt is { } at && TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, store.TimeZone).DateTime) >= at;
}
