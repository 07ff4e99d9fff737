using OrderLedger.Api.Ledger.Shops;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Vendors.WooCommerce.Shops;

/// <summary>A report of a shop on an order, as it is taken into the ledger.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Request">What the ledger is asked for.</param>
internal sealed record ShopReport(string OrderId, OrderRequest Request)
{
    /// <summary>The status and its time, where they are new.</summary>
    public StatusAt? News { get; init; }
}

/// <summary>A status in a shop and the shop's time of the modification.</summary>
internal readonly record struct StatusAt(string Status, DateTimeOffset At);

/// <summary>
/// Tells what a shop has changed from what it only says again, where the ledger writes statuses to the shop. A shop says the status of an
/// order with whatever else was modified, and after each write. Where it is the one that the shop was known to have, or is older, the shop
/// has not changed it: it is no reason to give up a status that the ledger has from somebody else.
/// </summary>
public sealed class ShopNews(ShopOrderTable orders)
{
    /// <summary>Reports of deliveries that have a request, in their order.</summary>
    internal async Task<IReadOnlyList<ShopReport>> In(IReadOnlyList<WooDelivery> deliveries, Store store, CancellationToken stop)
    {
        if (deliveries.Count == 0 || !await orders.IsWritten(store.Name, stop))
            return [.. deliveries.Select(d => new ShopReport(d.OrderId, d.Request!))];
        var known = await orders.Known(store.Name, [.. deliveries.Select(d => d.OrderId)], stop);
        return [.. deliveries.Select(d => Compared(d, known.GetValueOrDefault(d.OrderId)))];
    }

    /// <summary>
    /// Notes what was new, once the ledger has decided. What was refused is not noted: said again, it is decided again. Where the two sides
    /// differ then, the order is written to the shop, unless whoever writes it has just asked.
    /// </summary>
    internal Task Note(IReadOnlyList<ShopReport> reports, IReadOnlyList<Answer> answers, Store store, Sender sender,
        CancellationToken stop)
    {
        var said = reports.Zip(answers)
            .Where(pair => pair is { First.News: not null, Second: Answer.Done })
            .Select(pair => Said(pair.First, ((Answer.Done)pair.Second).Outcome.Order, sender.Source == ShopTable.WriteBackSource))
            .ToList();
        return said.Count == 0 ? Task.CompletedTask : orders.Note(store.Name, said, stop);
    }

    private static ShopSaid Said(ShopReport report, Order order, bool isWriting)
    {
        var news = report.News!.Value;
        return new(report.OrderId, news.Status, news.At, !isWriting && !order.Deleted && order.Status != news.Status);
    }

    private static ShopReport Compared(WooDelivery delivery, ShopOrder? last)
    {
        if (delivery.Request is not RegisterOrder { Status: { } word, OccurredAt: { } time } request)
            return new(delivery.OrderId, delivery.Request!);
        var isNew = last?.ModifiedAt is not { } known || time.At > known || (time.At == known && word.Status != last.Status);
        var isNoChange = last is { IsOurs: true }
            && (time.At < last.ModifiedAt || word.Status == last.Status || word.Status == last.Writing);
        return new(delivery.OrderId, isNoChange ? request with { Status = null } : request)
        {
            News = isNew ? new(word.Status, time.At) : null,
        };
    }
}
