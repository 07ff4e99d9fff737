namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>
/// A line of an order as who packs it needs it. <c>Quantity</c> is as the shop sent it; null where it sent none.
/// </summary>
public sealed record OrderedItem(string Name, string? Sku, string? Variant, string? Quantity)
{
    private static readonly string[] Lists = ["items", "line_items", "order_products", "products", "order_items"];

    /// <summary>The items in an order's details, under whatever name the shop sends them, as JSON.</summary>
    public static IEnumerable<JsonElement?> In(JsonElement? details) =>
        Lists.Select(list => details.At(list)).FirstOrDefault(list => list.Items().Any()).Items();

    /// <summary>Reads one of them. Whatever shape it has, this throws nothing.</summary>
    public static OrderedItem Of(JsonElement? item)
    {
        var more = item.At("metadata");
        return new(
            item.Text("name", "product_name", "title", "product_title") ?? more.Text("item_title", "product_title") ?? item.Line()
                ?? "(no name)",
            item.Text("sku", "variant_sku") ?? more.Text("variant_sku"),
            Variants.Of(item),
            item.Text("quantity", "qty", "count"));
    }

    /// <summary>The price of one, as the shop sent it.</summary>
    public static string? PriceOf(JsonElement? item) => item.Text("price", "unit_price");

    /// <summary>The sum of the line, as the shop sent it.</summary>
    public static string? TotalOf(JsonElement? item) => item.Text("total", "total_price", "amount", "subtotal");
}
