using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Shops;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Webhooks;
using static OrderLedger.Api.Vendors.WooCommerce.Shops.WriteAnswers;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>
/// Writes the status that an order has in the ledger to the shop. Before that, it reads the order and lets the ledger decide on what the
/// shop says, as on its webhook. So a later change of the shop's is kept, and nothing is written where both have the same status. The
/// answer to the write is taken in, too, so that the webhook behind it is no news.
/// </summary>
internal sealed class WooWriteBack(ShopTable shops, ShopOrderTable said, SecretBox secrets, PulledOrders pulled, LedgerReader ledger,
    Keyring stores) : WayOut
{
    private static readonly Sender By = new("write-back", ShopTable.WriteBackSource);

    public override string Kind => Subscription.Shop;

    // More would be felt by the shop's customers.
    public override int AtOnceMax => 4;

    public override Task<WebhookAnswer> Send(Subscription subscription, DueMessage due, CancellationToken token) =>
        due is DueDelivery delivery ? Send(subscription, delivery, token)
            : throw new ArgumentException("A shop is told of orders alone.", nameof(due));

    private async Task<WebhookAnswer> Send(Subscription subscription, DueDelivery due, CancellationToken token)
    {
        if (await said.IsOvertaken(subscription.Id, due.Event.Stream.OrderId, due.Event.Seq, token))
            return Skipped("The order was changed again. The newer status is written in its place.");
        if (await Open(subscription, token) is not var (store, call))
            return NoShop;
        try
        {
            return await Written(new(subscription.Id, due, store, call), token);
        }
        catch (LedgerUnavailableException busy)
        {
            return new(null, busy.Message, null);
        }
    }

    public override async Task<WebhookAnswer> Probe(Subscription subscription, string id, CancellationToken token)
    {
        if (await Open(subscription, token) is not var (_, call))
            return NoShop;
        var answer = await call.Probe(token);
        return answer.Status == 200
            ? new(200, "The shop shows its orders. Whether its key may write turns out with the first status.", null)
            : Failed(answer, "show its orders");
    }

    private static WebhookAnswer NoShop =>
        new(null, "The ledger does not know the shop. First: stores set NAME --woocommerce-url https://shop.example", null);

    private sealed record Write(Guid Subscription, DueDelivery Due, Store Store, WooOrderCall Call)
    {
        public StreamKey Stream => Due.Event.Stream;
    }

    private async Task<(Store Store, WooOrderCall Call)?> Open(Subscription to, CancellationToken stop) =>
        await shops.Of(to.Store, stop) is { } known && await stores.StoreNamed(to.Store, stop) is { Store: var store }
            ? (store, new(new(known.Url, secrets.Decrypt(known.Credentials, to.Store)))) : null;

    private async Task<WebhookAnswer> Written(Write write, CancellationToken stop)
    {
        var id = write.Stream.OrderId;
        if (write.Due.Event.Event is StatusChanged { From: var before })
            await said.Expect(write.Subscription, id, before, stop);
        if (await ledger.Current(write.Stream, stop) is { } known && Impossible(known.Status) is { } fault)
            return Refused(null, fault);
        var read = await write.Call.Read(id, stop);
        if (read.Order is not { } held)
            return Failed(read, "show the order");
        await pulled.Take([held], write.Store, By, stop);
        if (await ledger.Current(write.Stream, stop) is not { Deleted: false, Status: var wanted })
            return Skipped("The order is deleted.");
        if (StatusIn(held, write.Store) == wanted)
            return Skipped($"The shop has '{wanted}' already.");
        if (Impossible(wanted) is { } impossible)
            return Refused(null, impossible);

        await said.Writing(write.Subscription, id, wanted, stop);
        var written = await write.Call.Write(id, wanted, stop);
        if (written.Order is not { } now)
        {
            // Without an answer, the shop may have taken it.
            if (written.Status is not null)
                await said.Writing(write.Subscription, id, null, stop);
            return Failed(written, $"set '{wanted}'");
        }
        await pulled.Take([now], write.Store, By, stop);
        await said.Writing(write.Subscription, id, null, stop);
        var shown = StatusIn(now, write.Store);
        return shown == wanted ? new(200, $"The shop set '{wanted}'.", null)
            : (await ledger.Current(write.Stream, stop))?.Status == shown
                ? new(200, $"The shop was told '{wanted}' and made it '{shown}'. So does the ledger.", null)
            : Refused(200, $"The shop was told '{wanted}' and shows '{shown}'. Look for a plugin that changes statuses.");
    }

    private static string? StatusIn(JsonElement order, Store store) =>
        order.Text("status") is { } text ? WooOrder.WordsOf(store).ReadHeld(text) : null;
}
