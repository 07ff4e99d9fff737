using System.Runtime.CompilerServices;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>
/// Asks a shop for the orders that were modified since the last time, and by its id for each order whose delivery named no more than that.
/// </summary>
internal sealed class MissedOrders(SecretBox secrets, PulledOrders orders, RejectedPushes inbox, TimeProvider clock)
{
    /// <summary>A change younger than this is left to its webhook, which may be on its way.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Most orders asked for one by one in a round.</summary>
    private const int NamedMax = 100;

    private static readonly Sender By = new("catch-up", ShopTable.CatchUpSource);

    /// <summary>Takes in what no webhook brought.</summary>
    /// <param name="known">The shop.</param>
    /// <param name="store">Whose shop it is.</param>
    /// <param name="told">Is told after each page how many changes were missed, and the time of the change that was seen last.</param>
    /// <param name="stop">Ends it; what was told is in the ledger.</param>
    /// <exception cref="ShopException">The shop does not answer.</exception>
    public async Task Take(KnownShop known, Store store, Func<long, DateTimeOffset, Task> told, CancellationToken stop)
    {
        var shop = new WooShop(known.Url, secrets.Decrypt(known.Credentials, store.Name));
        var seen = known.CaughtUpTo;
        await foreach (var page in Modified(shop, known.CaughtUpTo, stop))
        {
            var pulled = await orders.Take(page, store, By, stop);
            seen = page.Max(ModifiedAt) is { } last && last > seen ? last : seen;
            await told(pulled.Changed, seen);
        }
        await TakeNamed(shop, store, stop);
    }

    // Always the first page after the change seen last: a list that is walked by page numbers moves while orders are modified. Where one
    // second holds more than a page, the pages of that second are walked.
    private async IAsyncEnumerable<List<JsonElement>> Modified(WooShop shop, DateTimeOffset after,
        [EnumeratorCancellation] CancellationToken stop)
    {
        var until = clock.GetUtcNow() - Grace;
        for (var number = 1; after < until;)
        {
            var query = string.Create(CultureInfo.InvariantCulture,
                $"orderby=modified&order=asc&status=any&dates_are_gmt=true&modified_after={after.AddSeconds(-1):yyyy-MM-dd'T'HH:mm:ss}&modified_before={until:yyyy-MM-dd'T'HH:mm:ss}");
            var page = await shop.Orders(query, number, stop);
            if (page.Orders.Count > 0)
                yield return [.. page.Orders];
            if (page.Orders.Count < WooShop.PageMax)
                yield break;
            var last = page.Orders.Max(ModifiedAt);
            (after, number) = last > after ? (last.Value, 1) : (after, number + 1);
        }
    }

    // Deliveries of an action hold the order's id and nothing else; they wait in the inbox.
    private async Task TakeNamed(WooShop shop, Store store, CancellationToken stop)
    {
        var waiting = await inbox.Oldest(new(store.Name)
        {
            States = [RejectedPush.Open],
            Source = WooWebhook.Source,
            Reason = WooDelivery.NamesOnly,
            Limit = NamedMax,
        }, stop);
        foreach (var push in waiting)
            if (await inbox.Find(store.Name, push, stop) is { Body: { } body } kept
                && JsonBody.Parse(body) is { Fault: null, Json: var json } && WooDelivery.IdOf(json) is { } id
                && await shop.Order(id, stop) is { } order)
            {
                await orders.Take([order], store, By, stop);
                await inbox.Mark(kept with { State = RejectedPush.Replayed, Status = 200 }, By, stop);
            }
    }

    private static DateTimeOffset? ModifiedAt(JsonElement order) =>
        order.Text("date_modified_gmt") is { } text ? JsonMembers.Time(text, TimeZoneInfo.Utc) : null;
}
