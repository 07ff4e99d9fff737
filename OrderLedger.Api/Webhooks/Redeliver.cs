using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Sends messages again: one, or all of events after a seq. Their ids stay, so a receiver knows them again.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class Redeliver
{
    private const string IdPrefix = "msg_";

    [WolverinePost("/api/webhook-subscriptions/{id}/redeliver")]
    public static async Task<IResult> Post(string id, HttpRequest request, Caller caller, SubscriptionTable table, DeliveryTable deliveries,
        CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        Guid? delivery = body.Json.TryGetProperty("delivery", out var named) && named.ValueKind == JsonValueKind.String
            && Guid.TryParse(named.GetString()!.Replace(IdPrefix, "", StringComparison.Ordinal), out var message) ? message : null;
        long? after = body.Json.TryGetProperty("after", out var seq) && seq.ValueKind == JsonValueKind.Number
            && seq.TryGetInt64(out var number) && number >= 0 ? number : null;
        if (delivery is null == after is null)
            return Problem.Of(400, "Send the id of a delivery, {\"delivery\":\"msg_...\"}, or a seq, {\"after\":0}.");
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        return Reply.Json(new { sentAgain = await deliveries.Again(known.Id, delivery, after, stop) });
    }
}
