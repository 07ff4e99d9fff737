using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>
/// Webhooks get lost: WooCommerce sends each once. So each shop that can be asked is asked now and then for what changed since the last
/// time, by one server of all, and it is noted how far, and why if it does not answer.
/// </summary>
internal sealed class WooCatchUp(ShopTable shops, Keyring stores, MissedOrders missed, TimeSpan every, ILogger<WooCatchUp> log)
    : Recurring(every)
{
    public override async Task Round(CancellationToken stoppingToken)
    {
        // One that does not answer holds up no other.
        await Task.WhenAll((await shops.All(stoppingToken)).Select(async shop =>
        {
            if (await stores.StoreNamed(shop.Store, stoppingToken) is { Store: var store })
                await Ask(shop, store, stoppingToken);
        }));
    }

    protected override void Say(Exception failure) => log.ShopsNotAsked(failure);

    private async Task Ask(KnownShop known, Store store, CancellationToken stop)
    {
        await using var turn = await shops.Turn(store.Name, stop);
        if (turn is null)
            return;
        var seen = known.CaughtUpTo;
        string? problem = null;
        try
        {
            await missed.Take(known, store, async (changes, last) =>
            {
                seen = last;
                if (changes > 0)
                {
                    LedgerMeter.ChangesMissed.Add(changes);
                    log.ChangesMissed(changes, store.Name);
                }
                await shops.Asked(store.Name, seen, null, stop);
            }, stop);
        }
        catch (ShopException silent)
        {
            problem = silent.Message;
            if (known.Problem != problem)
                log.ShopSilent(store.Name, problem);
        }
        await shops.Asked(store.Name, seen, problem, stop);
    }
}
