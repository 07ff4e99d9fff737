using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Lists the deliveries of a subscription, newest first, with what came of each.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class ListDeliveries
{
    [WolverineGet("/api/webhook-subscriptions/{id}/deliveries")]
    public static async Task<IResult> Get(string id, HttpRequest request, Caller caller, SubscriptionTable table, DeliveryTable deliveries,
        CancellationToken stop)
    {
        var (ask, fault) = DeliveryAsk.Read(new(request));
        if (ask is null)
            return Problem.Of(400, fault!);
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        var page = await deliveries.Page(known.Id, ask.State, ask.Before, ask.Limit, stop);
        var (waiting, since) = await deliveries.Lag(known.Id, stop);
        return Reply.Json(new { waiting, waitingSince = since, deliveries = page.Select(Shown), nextBefore = ask.Next(page) });
    }
}
