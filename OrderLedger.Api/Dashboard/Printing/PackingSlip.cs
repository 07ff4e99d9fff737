using OrderLedger.Api.Dashboard.OneOrder;

namespace OrderLedger.Api.Dashboard.Printing;

/// <summary>A sheet that goes into the parcel: where to, and which items. No prices.</summary>
public sealed record PackingSlip(string OrderId, string Number, DateOnly Day)
{
    public required IReadOnlyList<string> Address { get; init; }

    public string? Phone { get; init; }

    /// <summary>How it is sent, in the shop's words.</summary>
    public string? Shipping { get; init; }

    public required IReadOnlyList<OrderedItem> Items { get; init; }

    /// <summary>The words of the customer with the order. The shop's own notes are not for the parcel.</summary>
    public string? Note { get; init; }

    /// <summary>Of an order as the shop holds it.</summary>
    public static PackingSlip Of(Store store, DetailedOrder order)
    {
        JsonElement? json = order.Details?.Details.Json;
        var to = PostalAddresses.ShipTo(json) ?? new("");
        return new(order.OrderId, order.Order.Number, store.DayOf(order.Order.CreatedAt))
        {
            Address = (to with { Name = to.Name ?? order.Details?.Details.CustomerName }).Lines,
            Phone = to.Phone ?? KnownDetails.PhoneIn(json),
            Shipping = json.At("shipping_lines").Items().FirstOrDefault().Text("method_title") ?? json.Text("shipping_method"),
            Items = [.. OrderedItem.In(json).Select(OrderedItem.Of)],
            Note = json.Text("customer_note", "customer_notes"),
        };
    }
}
