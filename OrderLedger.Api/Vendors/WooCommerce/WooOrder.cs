using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.WooCommerce;

/// <summary>
/// A WooCommerce order object (REST API v3), full or minimal, as a request to register it. Money is a decimal string,
/// <c>*_gmt</c> times are UTC without a zone suffix, the others are the store's local time.
/// </summary>
internal static class WooOrder
{
    /// <summary>The words in which a store hears of WooCommerce's orders: its own where it speaks the same ones.</summary>
    public static Vocabulary WordsOf(Store store) =>
        store.Vocabulary.Statuses.SequenceEqual(Vocabularies.WooCommerce.Statuses) ? store.Vocabulary : Vocabularies.WooCommerce;

    /// <summary>Whether an order has names that WooCommerce alone gives.</summary>
    public static bool IsOne(JsonElement order) =>
        order.ValueKind == JsonValueKind.Object && Array.Exists(OnlyHere, name => order.TryGetProperty(name, out _));

    private static readonly string[] OnlyHere = ["date_created_gmt", "date_modified_gmt", "date_created", "line_items"];

    /// <summary>
    /// Refused are an order without an id and a status outside the vocabulary; of all else what cannot be understood is left out.
    /// </summary>
    public static ReportedOrder Read(JsonElement order, Store store)
    {
        if ((Said(order, "id") ?? Said(order, "number")) is not { } id)
            return ReportedOrder.Wrong("Missing id. Send a WooCommerce order with \"id\" (or \"number\").");
        if (OrderIds.Numeric(id) is not { } numeric)
            return ReportedOrder.Wrong("Invalid id. WooCommerce order ids are whole numbers (e.g. 2539).");
        var words = WordsOf(store);
        StatusWord? status = null;
        if (order.Member("status") is { } sent && (status = SentStatus.Read(sent, words)) is null)
            return ReportedOrder.Wrong(SentStatus.Fault("status", sent, SentStatus.Allowed(words, words.Pushable)));

        var faults = new FieldFaults();
        var members = new OptionalMembers(order, faults);
        var key = numeric.ToString(CultureInfo.InvariantCulture);
        var money = SentMoney.Of(members, faults, members.Money("total"), Refunded(order, members));
        var request = new RegisterOrder(status)
        {
            Number = members.TextOrNumber("number", OwnOrder.NumberMax),
            NumberIfNew = key,
            Currency = money.Currency,
            CreatedAt = Time(members, "date_created", store)?.At,
            Total = money.Total,
            Refunded = money.Refunded,
            PaymentStatus = Payment(order, members, store),
            OccurredAt = Time(members, "date_modified", store),
            Details = WooDetails.Read(order, faults),
        };
        return new(key, request, null) { Notes = faults.AsNotes() };
    }

    /// <summary>When the shop changed the order last; null where it says nothing that can be read.</summary>
    public static SenderTime? Modified(JsonElement order, Store store) => Time(new(order, []), "date_modified", store);

    private static string? Said(JsonElement order, string name) => order.Id(name) is { Length: > 0 } text ? text : null;

    // refunds[] holds negative totals; absent means unknown, empty means none.
    private static decimal? Refunded(JsonElement order, OptionalMembers members)
    {
        if (order.Member("refunds") is not { } sent || sent is { ValueKind: JsonValueKind.String } && sent.GetString()!.Length == 0)
            return null;
        if (PhpLists.Elements(sent) is not { } refunds)
        {
            members.Fault("refunds", "refunds takes a list of refunds.");
            return null;
        }
        decimal sum = 0;
        foreach (var refund in refunds)
            if (refund.ValueKind == JsonValueKind.Object && refund.TryMoney("total", out var total))
                sum += Math.Abs(total ?? 0);
            else
                members.Fault("refunds", "A refund takes a total, a decimal like -20.00.");
        return sum;
    }

    // Without the one in UTC, as the first version of WooCommerce's API has it, the local one is taken.
    private static SenderTime? Time(OptionalMembers order, string name, Store store) =>
        order.Time(name + "_gmt", TimeZoneInfo.Utc) ?? order.Time(name, store.TimeZone);

    // WooCommerce has no payment status of its own: an order with a paid date is paid.
    private static string? Payment(JsonElement order, OptionalMembers members, Store store) =>
        order.Member("date_paid_gmt") is not null || order.Member("date_paid") is not null
            ? Time(members, "date_paid", store) is null ? null : "paid"
        : order.TryGetProperty("date_paid_gmt", out _) || order.TryGetProperty("date_paid", out _) ? "unpaid"
        : null;
}
