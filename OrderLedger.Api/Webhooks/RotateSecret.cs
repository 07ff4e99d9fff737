using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Gives a subscription a new secret. For a day each message carries a signature of both.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class RotateSecret
{
    [WolverinePost("/api/webhook-subscriptions/{id}/rotate-secret")]
    public static async Task<IResult> Post(string id, HttpRequest request, Caller caller, SubscriptionTable table, SecretBox box,
        CancellationToken stop)
    {
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        if (known.Kind == Subscription.Shop)
            return Problem.Of(409, NoSecret);
        var secret = WebhookMessage.NewSecret();
        await table.Rotate(known, box.Encrypt(secret, caller.Store.Name), caller.By(request.HttpContext.TraceIdentifier), stop);
        return await Find(id, caller, table, stop) is { } now
            ? Reply.Json(new { now.Id, secret, now.OldSecretUntil }) : NoSubscription(id);
    }
}
