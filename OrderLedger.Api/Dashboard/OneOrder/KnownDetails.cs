namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>A line item.</summary>
public sealed record ItemLine(string Name, string? More, string? Quantity, string? Price, string? Total)
{
    /// <summary>The variant in words; null where the shop says none.</summary>
    public string? Variant { get; init; }
}

/// <summary>An address under its heading, line by line.</summary>
public sealed record AddressBlock(string Title, IReadOnlyList<string> Lines, string? Phone, string? Email);

/// <summary>
/// An order's details as far as they are known, in whatever shape its shop sends them (docs/storage.md): WooCommerce's, WizCommerce's,
/// Whatalo's, Genuka's and our own. What it has no name for stands under <c>Others</c>, or in the JSON only.
/// </summary>
public sealed record KnownDetails
{
    /// <summary>Most addresses and other lines shown, and most items unless all are asked for; the JSON holds the rest.</summary>
    public const int LinesMax = 100;

    private static readonly string[] Shown =
    [
        "customer_name", "customer_email", "customer_phone", "payment_method", "payment_method_title", "shipping_method", "customer_note",
        "customer_notes",
        "internal_note", "internal_notes", "admin_notes", "note", "notes", .. Amounts.Members,
    ];

    public IReadOnlyList<ItemLine> Items { get; private init; } = [];

    /// <summary>How many items the order has, of which <see cref="Items"/> may be the first.</summary>
    public int ItemCount { get; private init; }

    public IReadOnlyList<SumLine> Totals { get; private init; } = [];

    /// <summary>The amounts paid and due.</summary>
    public IReadOnlyList<SumLine> Paid { get; private init; } = [];

    public IReadOnlyList<SumLine> Refunds { get; private init; } = [];

    /// <summary>How it was or is to be paid.</summary>
    public string? PaymentMethod { get; private init; }

    public IReadOnlyList<AddressBlock> Addresses { get; private init; } = [];

    public string? Name { get; private init; }

    public string? Email { get; private init; }

    public string? Phone { get; private init; }

    public IReadOnlyList<(string Name, string Text)> Notes { get; private init; } = [];

    public IReadOnlyList<(string Name, string Text)> Others { get; private init; } = [];

    public bool HasCustomer => Name is not null || Email is not null || Phone is not null;

    /// <summary>Reads what is known.</summary>
    /// <param name="details">The order's details.</param>
    /// <param name="total">Its total.</param>
    /// <param name="itemsMax">Most items; the others are counted.</param>
    public static KnownDetails Of(Details? details, decimal? total = null, int itemsMax = LinesMax)
    {
        if (details is null)
            return new();
        JsonElement? json = details.Json;
        var items = OrderedItem.In(json).ToList();
        return new()
        {
            Items = [.. items.Take(itemsMax).Select(Item)],
            ItemCount = items.Count,
            Totals = [.. Amounts.Of(json, items, total).Take(LinesMax)],
            Paid = [.. Amounts.PaidOf(json)],
            Refunds = [.. Amounts.RefundsOf(json).Take(LinesMax)],
            PaymentMethod = MethodOf(json),
            Addresses = [.. PostalAddresses.Of(json).Take(LinesMax)],
            Name = Said(details.CustomerName),
            Email = Said(details.CustomerEmail),
            Phone = PhoneIn(json),
            Notes = [.. NotesOf(json)],
            Others = [.. OthersOf(json).Take(LinesMax)],
        };
    }

    /// <summary>The customer's phone number in an order's details, or null.</summary>
    public static string? PhoneIn(JsonElement? json) =>
        json.At("customer").Text("phone") ?? json.Text("customer_phone") ?? json.At("primary_contact").Text("phone");

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ItemLine Item(JsonElement? item)
    {
        var ordered = OrderedItem.Of(item);
        return new(
            ordered.Name,
            ordered.Sku is { } sku ? $"SKU {sku}" : null,
            ordered.Quantity,
            Loose.Amount(Price(item) ?? OrderedItem.PriceOf(item)),
            Loose.Amount(item.Text("subtotal") ?? OrderedItem.TotalOf(item)))
        {
            Variant = ordered.Variant,
        };
    }

    // Where the shop's price is one with the discount taken off, the price before: the sums name the discount.
    private static string? Price(JsonElement? item) =>
        Amounts.Number(item, "subtotal") is { } subtotal && Amounts.Number(item, "quantity") is { } count and not 0
            ? Math.Round(subtotal / count, 4).ToString(CultureInfo.InvariantCulture)
            : null;

    private static string? MethodOf(JsonElement? json) =>
        json.At("payment").Text("payment_method_title", "payment_method") ?? json.Text("payment_method_title", "payment_method");

    private static IEnumerable<(string Name, string Text)> NotesOf(JsonElement? json)
    {
        (string Name, string? Text)[] notes =
        [
            ("Customer's note", json.Text("customer_note", "customer_notes")),
            ("Internal note", json.Text("internal_note", "internal_notes", "admin_notes")),
            ("Note of the order", json.Text("note", "notes")),
        ];
        return notes.Where(n => n.Text is not null).Select(n => (n.Name, n.Text!)).Concat(Listed(json.At("notes")));
    }

    // Some shops send each note by itself, as a text or as an object with one.
    private static IEnumerable<(string Name, string Text)> Listed(JsonElement? notes) =>
        notes.Items().Select(n => n.Line() ?? n.Text("note", "text", "content", "message")).OfType<string>().Take(LinesMax)
            .Select(text => ("Note of the order", text));

    private static IEnumerable<(string Name, string Text)> OthersOf(JsonElement? json)
    {
        var payment = json.At("payment");
        (string, string?)[] first =
        [
            ("payment method", MethodOf(json)),
            ("transaction", payment.Text("transaction_id")),
            ("paid (UTC)", payment.Text("date_paid_gmt")),
            ("shipping method", json.Text("shipping_method")),
        ];
        var rest = json!.Value.EnumerateObject().Where(m => !Shown.Contains(m.Name))
            .Select(m => (Loose.Words(m.Name), ((JsonElement?)m.Value).Line()));
        return first.Concat(rest).Where(o => o.Item2 is not null).Select(o => (o.Item1, o.Item2!));
    }
}
