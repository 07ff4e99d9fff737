namespace OrderLedger.Api.Vendors;

/// <summary>Answers of the vendors that put what they show into <c>data</c>.</summary>
internal static class InData
{
    public static IResult One(VendorOrder order, Action<Utf8JsonWriter, VendorOrder> write, IReadOnlyList<string>? notes) =>
        Reply.Written(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("data");
            write(json, order);
            VendorOrder.WriteNotes(json, notes);
            json.WriteEndObject();
        });

    public static IResult Many(IReadOnlyList<DetailedOrder> orders, Action<Utf8JsonWriter, VendorOrder> write, PageWords words) =>
        Reply.Written(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var order in orders)
                write(json, new(order.OrderId, order.Order, order.Details));
            json.WriteEndArray();
            json.WriteStartObject(words.Member);
            json.WriteNumber("page", words.Page.Number);
            json.WriteNumber(words.Size, words.Page.Size);
            json.WriteNumber("total", words.Total);
            json.WriteNumber("total_pages", (words.Total + words.Page.Size - 1) / words.Page.Size);
            json.WriteEndObject();
            json.WriteEndObject();
        });
}

/// <summary>Which page of how many orders is shown, and how the vendor calls the member that says so and the size of a page.</summary>
internal sealed record PageWords(string Member, string Size, NumberedPage Page, long Total);
