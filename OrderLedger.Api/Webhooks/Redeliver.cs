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
    [WolverinePost("/api/webhook-subscriptions/{id}/redeliver")]
    public static async Task<IResult> Post(string id, HttpRequest request, Caller caller, SubscriptionTable table, DeliveryTable deliveries,
        CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        if (await WantedAgain.Read(body.Json, caller.Store, table, stop) is not { } wanted)
            return Problem.Of(400, WantedAgain.Taken);
        if (wanted.Delivery is { } delivery)
            return await deliveries.Again(known, delivery, stop) ? Reply.Json(new { sentAgain = WebhookMessage.IdOf(delivery) })
                : Problem.Of(404, NoDelivery);
        return await table.Refill(known, wanted.Range, stop) is { } taken
            ? Reply.Json(new { sentAgain = taken }, StatusCodes.Status202Accepted) : Problem.Of(409, NoRange);
    }
}
