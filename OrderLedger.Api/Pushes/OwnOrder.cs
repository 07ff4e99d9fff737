namespace OrderLedger.Api.Pushes;

/// <summary>
/// An order in our own shape, as a request to register it: <c>id</c>, <c>status</c>, and beside what the ledger counts by every member that
/// the store's vendor shows of an order. Those are kept as they are, under their own names, and shown again by the vendor's routes.
/// </summary>
internal static class OwnOrder
{
    /// <summary>Longest order number taken, in characters.</summary>
    public const int NumberMax = 100;

    /// <summary>The vendors' names for a number, in the order they are looked for.</summary>
    private static readonly string[] Numbers = ["number", "order_number", "reference", "display_id"];

    // Known to the ledger in their own right; kept a second time they would only grow old.
    private static readonly string[] Counted =
    [
        "id", "number", "status", "order_status", "payment_status", "fulfilment_status", "fulfillment_status", "total", "amount", "refunded",
        "currency", "created_at", "updated_at", "occurred_at",
    ];

    public static ReportedOrder Read(JsonElement order, Store store)
    {
        var words = store.Vocabulary;
        if (order.Member("id") is null)
            return ReportedOrder.Wrong($"Missing id. Send {OrderIds.Wanted(store)}.");
        if (order.Id("id") is not { } sent || OrderIds.Read(sent, store) is not { } id)
            return ReportedOrder.Wrong($"Invalid id. Send {OrderIds.Wanted(store)}.");
        var allowed = SentStatus.Allowed(words, words.Statuses);
        if (SentStatus.In(order, "status", "order_status") is not { } named)
            return ReportedOrder.Wrong($"Missing status. Allowed: {allowed}");
        if (SentStatus.ReadHeld(named, words) is not { } status)
            return ReportedOrder.Wrong(SentStatus.Fault("status", named, allowed));

        var faults = new FieldFaults();
        var members = new OptionalMembers(order, faults);
        var money = SentMoney.Of(members, faults, members.Money("total") ?? members.Money("amount"), members.Money("refunded"));
        var request = new RegisterOrder(status)
        {
            Number = Number(members),
            NumberIfNew = id,
            Currency = money.Currency,
            CreatedAt = members.Time("created_at", store.TimeZone)?.At,
            Total = money.Total,
            Refunded = money.Refunded,
            PaymentStatus = members.Word(["payment_status"], words.PaymentStatuses),
            FulfilmentStatus = members.Word(["fulfilment_status", "fulfillment_status"], words.FulfilmentStatuses),
            OccurredAt = members.Time("occurred_at", store.TimeZone),
            Details = Kept(order),
        };
        return new(id, request, null) { Notes = faults.AsNotes() };
    }

    private static string? Number(OptionalMembers order)
    {
        foreach (var name in Numbers)
            if (order.TextOrNumber(name, NumberMax) is { } number)
                return number;
        return null;
    }

    // A list with a gap comes from PHP as an object with numbers for names.
    private static Details? Kept(JsonElement order)
    {
        var kept = Details.Of(order.EnumerateObject().Where(m => !Counted.Contains(m.Name)));
        return kept.IsEmpty ? null : PhpLists.In(kept);
    }
}
