using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Adds a subscription. Its secret is in this answer and in no other.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class MakeSubscription
{
    [WolverinePost("/api/webhook-subscriptions")]
    public static async Task<IResult> Post(HttpRequest request, Caller caller, SubscriptionTable table, SecretBox box,
        SubscriptionBodies bodies, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        var wanted = await bodies.Of(body.Json, caller.Store, stop);
        if (wanted.Applied(null) is not { } made)
            return Problem.Of(400, wanted.Fault!);
        var secret = made.Kind == Subscription.Webhook ? WebhookMessage.NewSecret() : null;
        if (secret is not null)
            made = made with { Secret = box.Encrypt(secret, caller.Store.Name) };
        if (!await table.Add(made, await wanted.Begin(table, stop), caller.By(request.HttpContext.TraceIdentifier), stop))
            return Problem.Of(409, await WhyNot(made, table, stop));
        request.HttpContext.Response.Headers.Location = $"/api/webhook-subscriptions/{made.Id}";
        return Reply.Json(Shown((await table.Find(caller.Store.Name, made.Id, stop))!, secret), StatusCodes.Status201Created);
    }

    /// <summary>Why a subscription could not be added.</summary>
    internal static async Task<string> WhyNot(Subscription wanted, SubscriptionTable table, CancellationToken stop) =>
        wanted.Kind == Subscription.Shop && (await table.Of(wanted.Store, stop)).Exists(s => s.Kind == wanted.Kind)
            ? "The store has a subscription of kind shop already."
            : $"The store has {SubscriptionTable.CountMax} subscriptions already.";
}
