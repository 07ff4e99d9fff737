using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Changes a subscription, or switches it on and off. A member that is absent keeps its value.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class ChangeSubscription
{
    [WolverinePatch("/api/webhook-subscriptions/{id}")]
    public static async Task<IResult> Patch(string id, HttpRequest request, Caller caller, SubscriptionTable table,
        SubscriptionDesk desk, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        var changed = await desk.Change(known, body.Json, caller.Store, caller.By(request.HttpContext.TraceIdentifier), stop);
        return changed.Fault is { } fault ? Problem.Of(fault.Status, fault.Error)
            : changed.Now is { } now ? Reply.Json(Shown(now)) : NoSubscription(id);
    }
}
