using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Shows one subscription, without its secret.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class GetSubscription
{
    [WolverineGet("/api/webhook-subscriptions/{id}")]
    public static async Task<IResult> Get(string id, Caller caller, SubscriptionTable table, CancellationToken stop) =>
        await Find(id, caller, table, stop) is { } known ? Reply.Json(Shown(known)) : NoSubscription(id);
}
