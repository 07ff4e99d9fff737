using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Lists the subscriptions of the key's store, oldest first.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class ListSubscriptions
{
    [WolverineGet("/api/webhook-subscriptions")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, SubscriptionTable table, DeliveryReader deliveries,
        CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        var known = await table.Of(caller.Store.Name, stop);
        var backlogs = await deliveries.Backlogs(caller.Store.Name, only: null, stop);
        return Reply.Json(new
        {
            subscriptions = known.Select(s => Shown(s, backlog: backlogs.GetValueOrDefault(s.Id, Backlog.None))),
        });
    }
}
