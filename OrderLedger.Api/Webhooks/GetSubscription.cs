using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Shows one subscription, without its secret.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class GetSubscription
{
    [WolverineGet("/api/webhook-subscriptions/{id}")]
    public static async Task<IResult> Get(string id, Caller caller, SubscriptionTable table, DeliveryReader deliveries,
        CancellationToken stop)
    {
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        var backlogs = await deliveries.Backlogs(known.Store, known.Id, stop);
        return Reply.Json(Shown(known, backlog: backlogs.GetValueOrDefault(known.Id, Backlog.None)));
    }
}
