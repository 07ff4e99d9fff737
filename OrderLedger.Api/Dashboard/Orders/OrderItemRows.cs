using System.Runtime.CompilerServices;
using OrderLedger.Api.Dashboard.OneOrder;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>
/// The table with a line for each item, and with it where the order goes: for parcel services and warehouses. An order of which no items
/// are known has one line.
/// </summary>
internal static class OrderItemRows
{
    public static readonly SentTable Table = new("order-items", [
        "id", "number", "created_at", "status", "payment_status", "customer", "email", "phone", "ship_to", "company", "address_1",
        "address_2", "postcode", "city", "state", "country", "sku", "item", "variant", "quantity", "price", "item_total", "currency",
    ]);

    public static async IAsyncEnumerable<IEnumerable<object?[]>> Of(Visit visit, ChosenOrders chosen,
        IAsyncEnumerable<IReadOnlyList<OrderLine>> pages, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var page in pages.WithCancellation(stop))
            await foreach (var orders in chosen.Detailed(visit.Store.Name, [.. page.Select(l => l.OrderId)], stop))
                yield return orders.SelectMany(RowsOf);
    }

    private static IEnumerable<object?[]> RowsOf(DetailedOrder detailed)
    {
        var (order, details) = (detailed.Order, detailed.Details?.Details);
        var to = PostalAddresses.ShipTo(details?.Json);
        object?[] head =
        [
            detailed.OrderId, order.Number, order.CreatedAt, order.Status, order.PaymentStatus, details?.CustomerName,
            details?.CustomerEmail, to?.Phone ?? KnownDetails.PhoneIn(details?.Json), to?.Name ?? details?.CustomerName, to?.Company,
            to?.Line1, to?.Line2, to?.Postcode, to?.City, to?.State, to?.Country,
        ];
        return OrderedItem.In(details?.Json).DefaultIfEmpty().Select(item => Row(head, item, order.Currency));
    }

    private static object?[] Row(object?[] head, JsonElement? item, string currency)
    {
        if (item is null)
            return [.. head, null, null, null, null, null, null, currency];
        var ordered = OrderedItem.Of(item);
        return
        [
            .. head, ordered.Sku, ordered.Name, ordered.Variant, Number(ordered.Quantity), Number(OrderedItem.PriceOf(item)),
            Number(OrderedItem.TotalOf(item)), currency,
        ];
    }

    // A number as a number, else a spreadsheet would be kept from it as from a formula.
    private static object? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text;
}
