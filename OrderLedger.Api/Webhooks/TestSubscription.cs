using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Sends a message of type <c>test</c> at once, or asks the shop, and says what came back.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class TestSubscription
{
    [WolverinePost("/api/webhook-subscriptions/{id}/test")]
    public static async Task<IResult> Post(string id, Caller caller, SubscriptionTable table, SubscriptionDesk desk, CancellationToken stop)
    {
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        var (message, answer, _) = await desk.Test(known, stop);
        return Reply.Json(new { id = message, delivered = answer.IsSuccess, answer.Status, answer = answer.Body });
    }
}
