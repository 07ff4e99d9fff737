using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Removes a subscription with its deliveries.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class RemoveSubscription
{
    [WolverineDelete("/api/webhook-subscriptions/{id}")]
    public static async Task<IResult> Delete(
        string id, HttpRequest request, Caller caller, SubscriptionTable table, CancellationToken stop) =>
        await Find(id, caller, table, stop) is { } known
            && await table.Remove(known, caller.By(request.HttpContext.TraceIdentifier), stop) ? Results.NoContent() : NoSubscription(id);
}
