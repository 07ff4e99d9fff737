using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>
/// Reads all orders of a shop, oldest first, a page at a time, and notes each page that is in the ledger: one that was stopped goes on
/// there. A few pages are on their way while one is written.
/// </summary>
internal sealed class WooImport(PulledOrders orders, ShopTable shops, SecretBox secrets)
{
    /// <summary>Pages that a shop is asked for at once: more would be felt by its customers.</summary>
    private const int AtOnce = 3;

    /// <param name="store">Whose shop.</param>
    /// <param name="from">Only orders made from this day on; null for all.</param>
    /// <param name="told">Is told how many orders are done, and of how many.</param>
    /// <param name="stop">Ends it; what is noted is in the ledger.</param>
    /// <exception cref="ShopException">The store has no shop, or it does not answer.</exception>
    public async Task<Pulled> Run(Store store, DateOnly? from, Action<long, long> told, CancellationToken stop)
    {
        var known = await shops.Of(store.Name, stop) ?? throw new ShopException(
            $"Store '{store.Name}' has no shop to ask. First: stores set {store.Name} --woocommerce-url https://shop.example");
        var shop = new WooShop(known.Url, secrets.Decrypt(known.Credentials, store.Name));
        var query = Query(store, from);
        var done = await shops.Position(store.Name, stop) is { } position && position.From == query ? position.Page : 0;
        var (sum, total) = (default(Pulled), 0L);
        var before = (long)done * WooShop.PageMax;
        var sender = new Sender("import", ShopTable.ImportSource);
        var coming = new Queue<Task<ShopPage>>();
        for (var next = done + 1; ;)
        {
            while (coming.Count == 0 || (coming.Count < AtOnce && (next - 1) * WooShop.PageMax < total))
                coming.Enqueue(shop.Orders(query, next++, stop));
            var page = await coming.Dequeue();
            if (page.Total < total)
            {
                // Orders were deleted meanwhile and all later ones moved up: what slid over the edge of a page is met by going back.
                await Leave(coming);
                done = Math.Max(0, done - 1 - (int)((total - page.Total.Value) / WooShop.PageMax));
                (next, total) = (done + 1, page.Total.Value);
                continue;
            }
            total = page.Total ?? total;
            sum += await orders.Take(page.Orders, store, sender, stop);
            await shops.Reached(store.Name, new(query, ++done), stop);
            told(Math.Min(before + sum.Orders, Math.Max(total, before)), total);
            if (page.Orders.Count < WooShop.PageMax)
                break;
        }
        await Leave(coming);
        await shops.Reached(store.Name, null, stop);
        return sum;
    }

    // By id: orders that are made meanwhile come at the end.
    private static string Query(Store store, DateOnly? from)
    {
        const string all = "orderby=id&order=asc&status=any";
        if (from is not { } day)
            return all;
        var begin = TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), store.TimeZone).AddSeconds(-1);
        return string.Create(CultureInfo.InvariantCulture, $"{all}&dates_are_gmt=true&after={begin:yyyy-MM-dd'T'HH:mm:ss}");
    }

    // Nobody waits for these any more.
    private static async Task Leave(Queue<Task<ShopPage>> coming)
    {
        while (coming.TryDequeue(out var page))
            await page.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
