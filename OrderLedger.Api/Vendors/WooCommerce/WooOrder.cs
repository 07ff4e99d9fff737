using System.Buffers;
using System.Globalization;
using System.Text.Json;
using OrderLedger.Api.Http;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// A WooCommerce order object (REST API v3), full or minimal, as a request to register it. Money is a decimal string,
/// <c>*_gmt</c> times are UTC without a zone suffix, the others are the store's local time.
/// </summary>
internal static class WooOrder
{
    /// <summary>Longest order number taken, in characters.</summary>
    private const int NumberMax = 100;

    private static readonly string Allowed = string.Join(", ", Vocabularies.WooCommerce.Pushable);

    public static ReportedOrder Read(JsonElement order, Store store)
    {
        var number = order.TextOrNumber("number") is { Length: > 0 } given ? given : null;
        if ((order.TextOrNumber("id") ?? number) is not { Length: > 0 } id)
            return Wrong("Missing id. Send a WooCommerce order with \"id\" (or \"number\").");
        if (OrderIds.Numeric(id) is not { } numeric)
            return Wrong("Invalid id. WooCommerce order ids are whole numbers (e.g. 2539).");
        if (number?.Length > NumberMax)
            return Wrong($"Invalid number. It takes up to {NumberMax} characters.");
        if (!TryStatus(order, out var status))
            return Wrong($"Invalid status. Allowed: {Allowed}, or one of the shop's own of up to {Vocabularies.WooCommerce.CustomMax} letters, digits and dashes.");
        if (!order.TryMoney("total", out var total) || !TryRefunded(order, out var refunded))
            return Wrong("Invalid amount. Send money as a decimal, e.g. \"149.90\".");
        if (!order.TryCurrency(out var currency))
            return Wrong("Invalid currency. Send an ISO 4217 code, e.g. \"EUR\".");
        if (!TryTime(order, "date_created", store, out var created) || !TryTime(order, "date_modified", store, out var modified))
            return Wrong("Invalid date. Send times in ISO 8601, e.g. date_created_gmt \"2026-01-31T09:30:00\".");

        var key = numeric.ToString(CultureInfo.InvariantCulture);
        return new(key, new RegisterOrder(status)
        {
            Number = number,
            NumberIfNew = key,
            Currency = currency,
            CreatedAt = created,
            Total = total,
            Refunded = refunded,
            PaymentStatus = Payment(order),
            OccurredAt = modified,
            Details = WooDetails.Read(order),
        }, null);
    }

    private static bool TryStatus(JsonElement order, out StatusWord? status)
    {
        status = null;
        if (order.Member("status") is not { } sent)
            return true;
        if (sent.ValueKind != JsonValueKind.String || Vocabularies.WooCommerce.Read(sent.GetString()!) is not { } word)
            return false;
        status = new(word, sent.GetString()!);
        return true;
    }

    // refunds[] holds negative totals; absent means unknown, empty means none.
    private static bool TryRefunded(JsonElement order, out decimal? refunded)
    {
        refunded = null;
        if (order.Member("refunds") is not { ValueKind: JsonValueKind.Array } refunds)
            return true;
        decimal sum = 0;
        foreach (var refund in refunds.EnumerateArray())
        {
            if (refund.ValueKind != JsonValueKind.Object || !refund.TryMoney("total", out var total))
                return false;
            sum += Math.Abs(total ?? 0);
        }
        refunded = sum;
        return true;
    }

    private static bool TryTime(JsonElement order, string name, Store store, out DateTimeOffset? time) =>
        order.TryTime(name + "_gmt", TimeZoneInfo.Utc, out time)
        && (time is not null || order.TryTime(name, store.TimeZone, out time));

    // WooCommerce has no payment status of its own: an order with a paid date is paid.
    private static string? Payment(JsonElement order) =>
        order.Member("date_paid_gmt") is not null || order.Member("date_paid") is not null ? "paid"
        : order.TryGetProperty("date_paid_gmt", out _) || order.TryGetProperty("date_paid", out _) ? "unpaid"
        : null;

    private static ReportedOrder Wrong(string fault) => new("", new RegisterOrder(), fault);
}

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
    public static Details? Read(JsonElement order)
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
        var details = new Details(JsonElement.Parse(json.WrittenSpan));
        return details.IsEmpty ? null : details;
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
