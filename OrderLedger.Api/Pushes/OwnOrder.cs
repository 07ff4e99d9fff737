using System.Text.Json;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Pushes;

/// <summary>
/// An order in our own shape, as a request to register it: <c>id</c>, <c>status</c>, and beside what the ledger counts by every member that
/// the store's vendor shows of an order. Those are kept as they are, under their own names, and shown again by the vendor's routes.
/// </summary>
internal static class OwnOrder
{
    /// <summary>Longest order number taken, in characters.</summary>
    private const int NumberMax = 100;

    /// <summary>Longest payment or fulfilment status taken where the vendor's list is open, in characters.</summary>
    private const int WordMax = 200;

    /// <summary>The vendors' names for a number, in the order they are looked for.</summary>
    private static readonly string[] Numbers = ["number", "order_number", "reference", "display_id"];

    // Known to the ledger in their own right; kept a second time they would only grow old.
    private static readonly string[] Counted =
    [
        "id", "number", "status", "payment_status", "fulfilment_status", "fulfillment_status", "total", "amount", "refunded", "currency",
        "created_at", "updated_at", "occurred_at",
    ];

    public static ReportedOrder Read(JsonElement order, Store store)
    {
        var words = store.Vocabulary;
        if (order.Member("id") is null)
            return Wrong($"Missing id. Send {OrderIds.Wanted(store)}.");
        if (order.TextOrNumber("id") is not { } sent || OrderIds.Read(sent, store) is not { } id)
            return Wrong($"Invalid id. Send {OrderIds.Wanted(store)}.");
        if (order.Member("status") is null)
            return Wrong($"Missing status. Allowed: {string.Join(", ", words.Statuses)}");
        if (order.Text("status") is not { } raw || words.ReadHeld(raw) is not { } status)
            return Wrong($"Invalid status. Allowed: {string.Join(", ", words.Statuses)}");
        if (!TryWord(order, ["payment_status"], words.PaymentStatuses, out var payment))
            return Wrong($"Invalid payment_status. {Wanted(words.PaymentStatuses)}");
        if (!TryWord(order, ["fulfilment_status", "fulfillment_status"], words.FulfilmentStatuses, out var fulfilment))
            return Wrong($"Invalid fulfilment_status. {Wanted(words.FulfilmentStatuses)}");
        if (!order.TryMoney("total", out var total) || !order.TryMoney("amount", out var amount)
            || !order.TryMoney("refunded", out var refunded))
            return Wrong("Invalid amount. Send money as a decimal, e.g. 149.90.");
        if (!order.TryCurrency(out var currency))
            return Wrong("Invalid currency. Send an ISO 4217 code, e.g. \"EUR\".");
        if (!order.TryTime("created_at", store.TimeZone, out var created)
            || !order.TryTime("occurred_at", TimeZoneInfo.Utc, out var occurred))
            return Wrong("Invalid date. Send times in ISO 8601, e.g. created_at \"2026-01-31T09:30:00Z\".");
        var number = Numbers.Select(name => order.TextOrNumber(name)).FirstOrDefault(text => text is { Length: > 0 });
        if (number?.Length > NumberMax)
            return Wrong($"Invalid number. It takes up to {NumberMax} characters.");

        return new(id, new RegisterOrder(new StatusWord(status, raw))
        {
            Number = number,
            NumberIfNew = id,
            Currency = currency,
            CreatedAt = created,
            Total = total ?? amount,
            Refunded = refunded,
            PaymentStatus = payment,
            FulfilmentStatus = fulfilment,
            OccurredAt = occurred,
            Details = Kept(order),
        }, null);
    }

    /// <returns>False when there is something that is no such word.</returns>
    internal static bool TryWord(JsonElement json, string[] names, IReadOnlyList<string> known, out string? word)
    {
        word = null;
        if (names.Select(name => json.Member(name)).FirstOrDefault(m => m is not null) is not { } sent)
            return true;
        if (sent.ValueKind != JsonValueKind.String)
            return false;
        word = known.Count == 0 ? sent.GetString()!.Trim() : sent.GetString()!.Trim().ToLowerInvariant();
        return known.Count == 0 ? word.Length is > 0 and <= WordMax : known.Contains(word);
    }

    internal static string Wanted(IReadOnlyList<string> known) =>
        known.Count == 0 ? $"Send a text of up to {WordMax} characters." : $"Allowed: {string.Join(", ", known)}";

    private static Details? Kept(JsonElement order)
    {
        var kept = Details.Of(order.EnumerateObject().Where(m => !Counted.Contains(m.Name)));
        return kept.IsEmpty ? null : kept;
    }

    private static ReportedOrder Wrong(string fault) => new("", new RegisterOrder(), fault);
}
