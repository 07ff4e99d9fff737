using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Lists the subscriptions of the key's store, oldest first.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class ListSubscriptions
{
    [WolverineGet("/api/webhook-subscriptions")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, SubscriptionTable table, CancellationToken stop) =>
        new Query(request).Unknown() is { } unknown ? Problem.Of(400, unknown)
            : Reply.Json(new { subscriptions = (await table.Of(caller.Store.Name, stop)).Select(s => Shown(s)) });
}
