using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Vendors;

/// <summary>
/// An order as a vendor's answer shows it: what the ledger knows of it now, and what came in with it and is handed through
/// as it came. A member that never came is null.
/// </summary>
internal readonly record struct VendorOrder(string Id, Order Order, OrderDetails? Details)
{
    public const string Seconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    public const string Micros = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>To the second where the time is whole, else as fine as it is.</summary>
    public const string Exact = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    public static VendorOrder Of(string id, Answer.Done done) => new(id, done.Outcome.Order, done.Outcome.Details);

    /// <summary>The member as it came, or null.</summary>
    public JsonElement? Kept(string name) =>
        Details is { } details && details.Details.Json.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Members as they came, in this order.</summary>
    public void WriteKept(Utf8JsonWriter json, params ReadOnlySpan<string> names)
    {
        var members = Details is { } details ? KeptMembers.Of(details.Details) : null;
        foreach (var name in names)
            Write(json, name, members?.Json(name));
    }

    /// <summary>An object, or a list of them, with the members the vendor prints in the printed order.</summary>
    public void WriteKeptObjects(Utf8JsonWriter json, string name, string[] printed) =>
        Write(json, name, Details is { } details ? KeptMembers.Of(details.Details).Json(name, printed) : null);

    /// <summary>Amounts as numbers, however they came; what is no amount is written as it came.</summary>
    public void WriteKeptAmounts(Utf8JsonWriter json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Details is { } details && details.Details.Json.TryMoney(name, out var amount) && amount is not null)
                WriteAmount(json, name, amount);
            else
                WriteKept(json, name);
    }

    /// <summary>The order's number under the vendor's name: as it came while it is still that number, else a text.</summary>
    public void WriteNumber(Utf8JsonWriter json, string name)
    {
        json.WritePropertyName(name);
        if (Kept(name) is { } kept && (kept.ValueKind == JsonValueKind.Number ? kept.GetRawText() : kept.GetString()) == Order.Number)
            kept.WriteTo(json);
        else
            json.WriteStringValue(Order.Number);
    }

    /// <summary>An amount as a JSON number, a whole one without decimals.</summary>
    public static void WriteAmount(Utf8JsonWriter json, string name, decimal? amount)
    {
        if (amount is { } number)
            json.WriteNumber(name, number == decimal.Truncate(number) ? decimal.Truncate(number) : number);
        else
            json.WriteNull(name);
    }

    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset time, string format) =>
        json.WriteString(name, time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>Beside what the vendor prints, and only where there is something to tell.</summary>
    public static void WriteNotes(Utf8JsonWriter json, IReadOnlyList<string>? notes)
    {
        if (notes is null)
            return;
        json.WriteStartArray("notes");
        foreach (var note in notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, byte[]? value)
    {
        json.WritePropertyName(name);
        if (value is null)
            json.WriteNullValue();
        else
            json.WriteRawValue(value, skipInputValidation: true);
    }
}
