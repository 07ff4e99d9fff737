using System.Buffers;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// The part of a WooCommerce order that a push never touches, in the ledger's own shape. What we have no name for is kept under
/// "other".
/// </summary>
internal static class WooDetails
{
    private static readonly (string Woo, string Ours)[] Renamed =
    [
        ("billing", "billing"), ("shipping", "shipping"), ("line_items", "items"), ("shipping_lines", "shipping_lines"),
        ("fee_lines", "fees"), ("coupon_lines", "coupons"), ("tax_lines", "taxes"), ("refunds", "refunds"),
        ("customer_note", "customer_note"), ("meta_data", "metadata"),
    ];

    private static readonly string[] Payment = ["payment_method", "payment_method_title", "transaction_id", "date_paid_gmt"];

    private static readonly string[] Totals =
        ["discount_total", "discount_tax", "shipping_total", "shipping_tax", "cart_tax", "total_tax", "prices_include_tax"];

    // Kept elsewhere in the event, or (_links) only true of the shop's own API.
    private static readonly string[] Elsewhere =
    [
        "id", "number", "status", "currency", "total", "date_created", "date_created_gmt", "date_modified", "date_modified_gmt",
        "customer_id", "_links",
    ];

    private static readonly HashSet<string> Named = [.. Renamed.Select(r => r.Woo), .. Payment, .. Totals, .. Elsewhere];

    /// <summary>Null when the order says nothing beyond id, status, money and dates.</summary>
    /// <param name="order">The order object.</param>
    /// <param name="faults">Says what was too large to be kept.</param>
    public static Details? Read(JsonElement order, FieldFaults faults)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            Customer(writer, order);
            foreach (var (woo, ours) in Renamed)
                if (order.TryGetProperty(woo, out var value))
                    Write(writer, ours, value);
            Group(writer, "payment", order, order.EnumerateObject().Where(m => Payment.Contains(m.Name)));
            Group(writer, "totals", order, order.EnumerateObject().Where(m => Totals.Contains(m.Name)));
            Group(writer, "other", order, order.EnumerateObject().Where(m => !Named.Contains(m.Name)));
            writer.WriteEndObject();
        }
        var details = PhpLists.In(new(JsonElement.Parse(json.WrittenSpan)));
        return details.IsEmpty ? null : json.WrittenCount > JsonBody.BytesMax ? WooBallast.Without(details, faults) : details;
    }

    private static void Customer(Utf8JsonWriter writer, JsonElement order)
    {
        var billing = order.Member("billing") ?? default;
        string?[] names = [billing.Text("first_name"), billing.Text("last_name")];
        var name = string.Join(' ', names.Where(n => !string.IsNullOrWhiteSpace(n)));
        var id = order.TextOrNumber("customer_id");
        if (billing.ValueKind != JsonValueKind.Object && id is null)
            return;
        writer.WriteStartObject("customer");
        if (id is not null)
            writer.WriteString("id", id);
        if (billing.ValueKind == JsonValueKind.Object)
        {
            writer.WriteString("name", name.Length > 0 ? name : billing.Text("company") ?? "");
            writer.WriteString("email", billing.Text("email"));
            writer.WriteString("phone", billing.Text("phone"));
        }
        writer.WriteEndObject();
    }

    private static void Group(Utf8JsonWriter writer, string name, JsonElement order, IEnumerable<JsonProperty> members)
    {
        var all = members.ToList();
        if (all.Count == 0)
            return;
        writer.WriteStartObject(name);
        foreach (var member in all)
            Write(writer, member.Name, member.Value);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
