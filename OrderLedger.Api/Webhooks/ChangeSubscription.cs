using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Changes a subscription, or switches it on and off. A member that is absent keeps its value.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class ChangeSubscription
{
    [WolverinePatch("/api/webhook-subscriptions/{id}")]
    public static async Task<IResult> Patch(string id, HttpRequest request, Caller caller, SubscriptionTable table,
        SubscriptionBodies bodies, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        var wanted = await bodies.Of(body.Json, caller.Store, stop);
        if (wanted.Applied(known) is not { } changed)
            return Problem.Of(400, wanted.Fault!);
        if (wanted.After is not null || wanted.Since is not null)
            return Problem.Of(400, "after and since are for a new subscription. To send again: POST .../redeliver.");
        await table.Set(changed, caller.By(request.HttpContext.TraceIdentifier), stop);
        return await Find(id, caller, table, stop) is { } now ? Reply.Json(Shown(now)) : NoSubscription(id);
    }
}
