using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>
/// Counts orders that were asked for: how many there were, how many of them told something new, and how many were refused.
/// </summary>
internal readonly record struct Pulled(long Orders, long Changed, long Refused)
{
    public static Pulled operator +(Pulled a, Pulled b) => new(a.Orders + b.Orders, a.Changed + b.Changed, a.Refused + b.Refused);
}

/// <summary>
/// Takes orders that a shop was asked for into the ledger, as its webhook would have brought them. What is refused is kept in the inbox as
/// such a delivery, so that it can be replayed once the cause is gone.
/// </summary>
internal sealed class PulledOrders(LedgerWriter writer, RejectedPushes inbox, ShopNews news)
{
    private const string Topic = "order.updated";

    public async Task<Pulled> Take(IEnumerable<JsonElement> orders, Store store, Sender sender, CancellationToken stop)
    {
        var asked = new List<(JsonElement Order, WooDelivery Delivery)>();
        var refused = new List<RejectedPush>();
        foreach (var order in orders)
        {
            var delivery = WooDelivery.Read(Topic, order, store);
            if (delivery.Fault is { } fault)
                refused.Add(Refused(order, store, sender, 400, fault));
            else if (delivery.Request is not null)
                asked.Add((order, delivery));
        }
        var (read, changed) = (asked.Count + refused.Count, 0L);
        var reports = await news.In(asked.ConvertAll(a => a.Delivery), store, stop);
        var answers = await Task.WhenAll(reports.Select((report, i) => Submit(report, asked[i].Delivery.Notes, store, sender, stop)));
        await news.Note(reports, answers, store, sender, stop);
        foreach (var (answer, (order, _)) in answers.Zip(asked))
            if (answer is Answer.Done { Outcome.Changed: true })
                changed++;
            // A cart, and a deleted order that never came here, are no loss.
            else if (answer is Answer.Refused { Why: not Refusal.UnknownOrder and var why })
                refused.Add(Refused(order, store, sender, Refusals.StatusOf(why), Refusals.Sentence(why)));
        if (refused.Count > 0)
            await inbox.KeepOnce(refused, stop);
        return new(read, changed, refused.Count);
    }

    private Task<Answer> Submit(ShopReport report, IReadOnlyList<string> notes, Store store, Sender sender, CancellationToken stop) =>
        writer.Submit(new(new(store.Name, report.OrderId), report.Request, store.RulesFor(WooOrder.WordsOf(store)),
            sender with { Notes = notes }), stop);

    private static RejectedPush Refused(JsonElement order, Store store, Sender sender, int status, string reason)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(order);
        return new(
            Guid.CreateVersion7(), store.Name, HttpMethods.Post, $"/api/webhooks/woocommerce/{store.Name}", "",
            new Dictionary<string, string> { ["Content-Type"] = "application/json", ["X-WC-Webhook-Topic"] = Topic },
            sender.Actor, sender.RequestId ?? "", status, reason)
        {
            Body = body,
            Source = sender.Source,
            OrderId = RefusedOrder.Of(body, store),
        };
    }
}
