using System.Buffers;
using System.Runtime.CompilerServices;

namespace OrderLedger.Api.Vendors.Genuka;

/// <summary>
/// The whole order as the Genuka document prints it: unwrapped, members in alphabetical order at every depth, times to the microsecond.
/// What came in with the order is shown as it came, under whatever name; a member that is not known is null.
/// </summary>
internal static class GenukaOrder
{
    /// <summary>
    /// The members of the vendor's order object. Where its document prints values only, its public reference has the names.
    /// </summary>
    private static readonly string[] Printed =
    [
        "addresses", "adjustments", "amount", "amount_due", "billing", "bills", "calendar_event_id", "company",
        "company_id", "created_at", "credit_code", "credit_notes", "currency", "custom_fields", "customer",
        "customer_id", "debit_code", "deleted_at", "deliveries", "delivery", "discounts", "due_at", "expires_at", "id",
        "invoices", "invoices_count", "medias", "metadata", "order_products", "payments", "pickup_location",
        "pickup_location_id", "private_medias", "products", "reference", "returns", "returns_count", "revenue_type",
        "shipping", "shipping_fee", "shipping_fee_id", "shop", "shop_id", "signature", "source", "state", "status",
        "taxes", "updated_at", "user", "user_id",
    ];

    // Sorting costs more than all the rest of an answer, and most pushes leave the details as they are.
    private static readonly ConditionalWeakTable<Details, Sorted> Known = [];

    private static readonly Sorted Nothing = new(Printed, null);

    /// <summary>The names of all members to be shown, in order, and the details with the members of their objects in order.</summary>
    private sealed record Sorted(IReadOnlyList<string> Names, OrderDetails? Details);

    public static IResult Shown(VendorOrder order, Store store, IReadOnlyList<string>? notes = null)
    {
        var sorted = order.Details is { } details ? Known.GetValue(details.Details, Sort) : Nothing;
        return Reply.Written(json =>
        {
            json.WriteStartObject();
            foreach (var name in sorted.Names)
                Write(json, name, order with { Details = sorted.Details }, store);
            if (!sorted.Names.Contains("notes"))
                VendorOrder.WriteNotes(json, notes);
            json.WriteEndObject();
        });
    }

    private static Sorted Sort(Details details)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            WriteSorted(writer, details.Json);
        return new([.. details.Json.EnumerateObject().Select(m => m.Name).Union(Printed).Order(StringComparer.Ordinal)],
            new(new(JsonElement.Parse(json.WrittenSpan)), null));
    }

    private static void Write(Utf8JsonWriter json, string name, VendorOrder order, Store store)
    {
        var now = order.Order;
        switch (name)
        {
            case "amount":
                VendorOrder.WriteAmount(json, name, now.Total);
                break;
            case "billing":
                WriteWithStatus(json, name, order, now.PaymentStatus);
                break;
            case "company_id":
                json.WriteString(name, store.Company);
                break;
            case "created_at":
                VendorOrder.WriteTime(json, name, now.CreatedAt, VendorOrder.Micros);
                break;
            case "currency":
                json.WriteString(name, now.Currency);
                break;
            case "id":
                json.WriteString(name, order.Id);
                break;
            case "reference":
                order.WriteNumber(json, name);
                break;
            case "shipping":
                WriteWithStatus(json, name, order, now.FulfilmentStatus);
                break;
            case "status":
                json.WriteString(name, now.Status);
                break;
            case "updated_at":
                VendorOrder.WriteTime(json, name, now.UpdatedAt, VendorOrder.Micros);
                break;
            default:
                order.WriteKept(json, name);
                break;
        }
    }

    // A status the ledger has no word on is the one that came with the order.
    private static void WriteWithStatus(Utf8JsonWriter json, string name, VendorOrder order, string? status)
    {
        json.WriteStartObject(name);
        if (order.Kept(name) is not { ValueKind: JsonValueKind.Object } came)
        {
            json.WriteString("status", status);
            json.WriteEndObject();
            return;
        }
        foreach (var member in came.EnumerateObject().Select(m => m.Name).Union(["status"]).Order(StringComparer.Ordinal))
            if (member == "status" && status is not null)
                json.WriteString(member, status);
            else
            {
                json.WritePropertyName(member);
                WriteSorted(json, came.Member(member));
            }
        json.WriteEndObject();
    }

    private static void WriteSorted(Utf8JsonWriter json, JsonElement? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case { ValueKind: JsonValueKind.Object } inner:
                json.WriteStartObject();
                foreach (var member in inner.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(member.Name);
                    WriteSorted(json, member.Value);
                }
                json.WriteEndObject();
                break;
            case { ValueKind: JsonValueKind.Array } items:
                json.WriteStartArray();
                foreach (var item in items.EnumerateArray())
                    WriteSorted(json, item);
                json.WriteEndArray();
                break;
            case { } plain:
                plain.WriteTo(json);
                break;
        }
    }
}
