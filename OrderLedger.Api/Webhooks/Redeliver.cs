using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>
/// Sends messages again: one, or those of a range of events, given by seqs or times. Their ids stay, so a receiver knows them again. Events
/// of the range that were never told are told now.
/// </summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class Redeliver
{
    private const string Taken =
        "Send the id of a delivery, {\"delivery\":\"msg_...\"}, or a range, {\"after\":SEQ,\"to\":SEQ} or {\"since\":TIME,\"until\":TIME}. The range may have no end.";

    private static readonly string[] Members = ["delivery", "after", "to", "since", "until"];

    [WolverinePost("/api/webhook-subscriptions/{id}/redeliver")]
    public static async Task<IResult> Post(string id, HttpRequest request, Caller caller, SubscriptionTable table, DeliveryTable deliveries,
        CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        var wanted = body.Json.EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
        if (wanted.Keys.Except(Members).Any())
            return Problem.Of(400, Taken);
        if (wanted.Remove("delivery", out var named))
            return wanted.Count > 0 || MessageIn(named) is not { } message ? Problem.Of(400, Taken)
                : await deliveries.Again(known, message, stop) ? Reply.Json(new { sentAgain = WebhookMessage.IdOf(message) })
                : Problem.Of(404, "The subscription has no such delivery.");
        if (await RangeIn(wanted, caller.Store, table, stop) is not { } range)
            return Problem.Of(400, Taken);
        return await table.Refill(known, range, stop) is { } taken ? Reply.Json(new { sentAgain = taken }, StatusCodes.Status202Accepted)
            : Problem.Of(409, "The range holds no event, or another range is being sent again.");
    }

    private static Guid? MessageIn(JsonElement named) =>
        named.ValueKind == JsonValueKind.String ? WebhookMessage.DeliveryOf(named.GetString()!) : null;

    // Both ends as seqs; null when there is no begin, or something cannot be read.
    private static async Task<SeqRange?> RangeIn(Dictionary<string, JsonElement> wanted, Store store, SubscriptionTable table,
        CancellationToken stop)
    {
        if (wanted.ContainsKey("after") == wanted.ContainsKey("since") || (wanted.ContainsKey("to") && wanted.ContainsKey("until")))
            return null;
        long? after = null, to = long.MaxValue;
        foreach (var (name, value) in wanted)
        {
            var time = value.ValueKind != JsonValueKind.String ? null
                : name == "until" ? JsonMembers.Until(value.GetString()!, store.TimeZone) : JsonMembers.Time(value.GetString()!, store.TimeZone);
            long? seq = name is "after" or "to" ? SeqIn(value) : time is { } known ? await table.SeqBefore(known, stop) : null;
            if (name is "after" or "since")
                after = seq;
            else
                to = seq;
        }
        return after is { } begin && to is { } end ? new(begin, end) : null;
    }

    private static long? SeqIn(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seq) && seq >= 0 ? seq : null;
}
