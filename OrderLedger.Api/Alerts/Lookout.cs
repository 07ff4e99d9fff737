using OrderLedger.Api.Ledger.Alerting;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Reporting;
using OrderLedger.Api.Ledger.Verifying;

namespace OrderLedger.Api.Alerts;

/// <summary>
/// Says what is wrong in a store now, from the same queries that the pages show. What this server cannot judge yet stays as it is: it was
/// found by a server before.
/// </summary>
internal sealed class Lookout(KpiReader kpis, RejectedPushes refused, SubscriptionTable subscriptions, Drift drift, CheckpointRunner proof,
    Settings settings)
{
    /// <summary>Most overdue orders of a store that are told one by one; those beyond are told as others end.</summary>
    public const int OverdueMax = 1_000;

    /// <summary>A source that brought nothing for so many days is forgotten.</summary>
    private const int SilentDaysMax = 366;

    private const string Sums = "sums";

    /// <summary>Everything of the kinds that the setting names.</summary>
    /// <param name="watched">The store.</param>
    /// <param name="open">Its open alerts.</param>
    /// <param name="now">The time.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<IReadOnlyList<Wrong>> Look(WatchedStore watched, IReadOnlyList<Alert> open, DateTimeOffset now,
        CancellationToken stop)
    {
        var (store, setting) = watched;
        var found = new List<Wrong>();
        foreach (var kind in setting.Kinds)
        {
            var known = open.Where(a => a.Wrong.Kind == kind).ToDictionary(a => a.Wrong.Subject);
            found.AddRange(kind switch
            {
                AlertKinds.OrderOverdue => await Overdue(store, now, stop),
                AlertKinds.PushesRefused => await Refused(setting, now, known.Count > 0, stop),
                AlertKinds.SourceSilent => await Silent(store, known, now, stop),
                AlertKinds.Drift => Drifted(store, known),
                AlertKinds.ProofFailed => ProofFailed(store, known),
                AlertKinds.SubscriptionOff => await SwitchedOff(store, stop),
                _ => [],
            });
        }
        return found;
    }

    /// <summary>Takes over what a server before found in memory, so that it is looked at again before it counts as mended.</summary>
    public void Remember(string store, IReadOnlyList<Alert> open)
    {
        if (settings.Reconcile > TimeSpan.Zero)
            foreach (var alert in open.Where(a => a.Wrong.Kind == AlertKinds.Drift))
                drift.Remember(store, alert.Wrong.Subject == Sums ? null : alert.Wrong.Subject);
    }

    private async Task<IEnumerable<Wrong>> Overdue(Store store, DateTimeOffset now, CancellationToken stop) =>
        (await kpis.ReadLate(store, now, OverdueMax, stop)).Orders.Select(o => new Wrong(AlertKinds.OrderOverdue, o.OrderId,
            $"Order {o.Number} has been {o.Status} for more than {o.LimitHours} hours.",
            Page(store.Name, $"/order?id={Uri.EscapeDataString(o.OrderId)}")));

    // It ends at half of the number, so that a count that goes up and down around the number is told once.
    private async Task<IEnumerable<Wrong>> Refused(AlertSetting setting, DateTimeOffset now, bool lasts, CancellationToken stop)
    {
        var count = await refused.CountSince(setting.Store, now.AddHours(-1), stop);
        return count <= (lasts ? setting.RefusedMax / 2 : setting.RefusedMax) ? [] :
        [
            new(AlertKinds.PushesRefused, "", $"{count} updates of orders were refused within an hour, more than {setting.RefusedMax}.",
                Page(setting.Store, "/refused")),
        ];
    }

    private async Task<IEnumerable<Wrong>> Silent(Store store, Dictionary<string, Alert> known, DateTimeOffset now, CancellationToken stop)
    {
        var found = new List<Wrong>();
        foreach (var (source, last) in await kpis.LastPushes(store, store.DayOf(now).AddDays(-SilentDaysMax), stop))
            if (known.TryGetValue(source, out var alert) ? last < alert.OpenedAt
                : Silence.IsWatched(source) && await IsSilent(store, source, new(last, now), stop))
                found.Add(new(AlertKinds.SourceSilent, source, string.Create(CultureInfo.InvariantCulture,
                    $"The source {source} has brought nothing since {TimeZoneInfo.ConvertTime(last, store.TimeZone):ddd d MMM yyyy HH:mm} ({store.TimeZone.Id}). In the same hours of each of the four weeks before, it brought updates of {Silence.OrdersMin} orders or more."),
                    Page(store.Name, "#sources")));
        return found;
    }

    private async Task<bool> IsSilent(Store store, string source, Stretch silence, CancellationToken stop) =>
        Silence.Before(store.TimeZone, silence.Begins, silence.Ends) is { Count: > 0 } before
            && Silence.IsUnusual(await kpis.OrdersThen(store.Name, source, before, Silence.OrdersMin, stop));

    // One for the store: what goes wrong in one place mostly goes wrong in many. It keeps the place where it began.
    private IEnumerable<Wrong> Drifted(Store store, Dictionary<string, Alert> known) => drift.Of(store.Name) is not { } fault ? []
        : known.Count > 0 ? known.Values.Take(1).Select(a => a.Wrong) :
        [
            new(AlertKinds.Drift, fault.OrderId ?? Sums,
                $"What is shown is not what was recorded, first seen at {(fault.OrderId is { } id ? $"order {id}" : "the sums")}. The verb \"verify\" says more, and \"rebuild\" mends it.",
                Page(store.Name, "/settings/data")),
        ];

    private IEnumerable<Wrong> ProofFailed(Store store, Dictionary<string, Alert> known) =>
        !proof.HasTried ? known.Values.Select(a => a.Wrong) : proof.Problem is not { } problem ? [] :
            [new(AlertKinds.ProofFailed, "", $"No checkpoint is signed. {problem}", Page(store.Name, "/settings/proof"))];

    private async Task<IEnumerable<Wrong>> SwitchedOff(Store store, CancellationToken stop) => (await subscriptions.Of(store.Name, stop))
        .Where(s => s.OffAt is not null && s.OffReason != Subscription.OffByHand)
        .Select(s => new Wrong(AlertKinds.SubscriptionOff, s.Id.ToString(),
            $"The webhook subscription to {s.Name} was switched off. {s.OffReason}",
            Page(store.Name, "/settings/webhooks")));

    private string Page(string store, string path) => $"{settings.PublicUrl}/dashboard/{store}{path}";
}
