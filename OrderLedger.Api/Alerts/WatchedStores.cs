using OrderLedger.Api.Ledger.Alerting;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Alerts;

/// <summary>A store of which somebody wants to be alerted.</summary>
internal sealed record WatchedStore(Store Store, AlertSetting Setting);

/// <summary>Finds the stores of which somebody wants to be alerted: an address, or a webhook subscription that is on.</summary>
internal sealed class WatchedStores(StoreTable stores, AlertSettingTable settings, SubscriptionTable subscriptions)
{
    public async Task<IReadOnlyList<WatchedStore>> All(CancellationToken stop)
    {
        var set = (await settings.All(stop)).ToDictionary(s => s.Store);
        var subscribed = (await subscriptions.All(stop))
            .Where(s => s.OffAt is null && s.Filter.Types.Any(ActionTypes.OfAlerts.Contains)).Select(s => s.Store).ToHashSet();
        if (subscribed.Count == 0 && !set.Values.Any(s => s.Emails.Count > 0))
            return [];
        return [.. (await stores.All(stop)).Where(s => s.RemovedAt is null)
            .Select(s => new WatchedStore(s.Store, set.GetValueOrDefault(s.Store.Name) ?? new(s.Store.Name)))
            .Where(w => w.Setting.Emails.Count > 0 || subscribed.Contains(w.Store.Name))];
    }
}
