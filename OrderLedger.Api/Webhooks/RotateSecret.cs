using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Gives a subscription a new secret. For a day each message carries a signature of both.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class RotateSecret
{
    [WolverinePost("/api/webhook-subscriptions/{id}/rotate-secret")]
    public static async Task<IResult> Post(string id, HttpRequest request, Caller caller, SubscriptionTable table,
        SubscriptionDesk desk, CancellationToken stop)
    {
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        var rotated = await desk.Rotate(known, caller.By(request.HttpContext.TraceIdentifier), stop);
        return rotated.Fault is { } fault ? Problem.Of(fault.Status, fault.Error) : rotated.Now is { } now
           ? Reply.Json(new { now.Id, rotated.Secret, now.OldSecretUntil }) : NoSubscription(id);
    }
}
