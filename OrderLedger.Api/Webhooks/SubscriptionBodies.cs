using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Webhooks;

/// <summary>Reads subscriptions from requests, with what has to be known of the store.</summary>
public sealed class SubscriptionBodies(ShopTable shops, WebhookSettings settings)
{
    internal async Task<SubscriptionBody> Of(JsonElement json, Store store, CancellationToken stop) =>
        new(json, store, (await shops.Of(store.Name, stop))?.Url, settings);
}
