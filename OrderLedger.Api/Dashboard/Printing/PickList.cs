using OrderLedger.Api.Dashboard.OneOrder;

namespace OrderLedger.Api.Dashboard.Printing;

/// <summary>An order and its items, to be picked.</summary>
public sealed record PickOrder(string Number, IReadOnlyList<OrderedItem> Items);

/// <summary>How many of an item an order wants; null where its shop sent no number.</summary>
public sealed record PickPart(string Number, decimal? Quantity);

/// <summary>An item to be fetched once for all orders that want it.</summary>
public sealed record PickLine(string? Sku, string Name, string? Variant, IReadOnlyList<PickPart> Orders)
{
    public decimal Quantity => Orders.Sum(o => o.Quantity ?? 0);

    /// <summary>Some order wants it and does not say how many.</summary>
    public bool IsMore => Orders.Any(o => o.Quantity is null);
}

/// <summary>Puts the items of many orders together: one line for each SKU and variant, or name and variant where there is no SKU.</summary>
public static class PickList
{
    // A number beyond it is none that anybody picks.
    private const decimal QuantityMax = 1_000_000_000;

    /// <summary>By SKU, then by name; items without a SKU last.</summary>
    public static IReadOnlyList<PickLine> Of(IEnumerable<PickOrder> orders) =>
    [
        .. orders.SelectMany(o => o.Items.Select(item => (o.Number, Item: item)))
            .GroupBy(i => (i.Item.Sku, Name: i.Item.Sku is null ? i.Item.Name : null, i.Item.Variant))
            .Select(line => new PickLine(line.Key.Sku, line.First().Item.Name, line.Key.Variant, Parts(line)))
            .OrderBy(l => l.Sku is null).ThenBy(l => l.Sku, StringComparer.OrdinalIgnoreCase)
            .ThenBy(l => l.Name, StringComparer.OrdinalIgnoreCase).ThenBy(l => l.Variant, StringComparer.OrdinalIgnoreCase),
    ];

    // An order may have an item on several lines.
    private static List<PickPart> Parts(IEnumerable<(string Number, OrderedItem Item)> line) =>
        [.. line.GroupBy(i => i.Number, i => Number(i.Item.Quantity)).Select(o => new PickPart(o.Key, o.Aggregate((a, b) => a + b)))];

    private static decimal? Number(string? quantity) =>
        decimal.TryParse(quantity, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= QuantityMax
            ? number
            : null;
}
