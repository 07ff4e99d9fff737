using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Adds a subscription. Its secret is in this answer and in no other.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class MakeSubscription
{
    [WolverinePost("/api/webhook-subscriptions")]
    public static async Task<IResult> Post(HttpRequest request, Caller caller, SubscriptionTable table, SecretBox box,
        WebhookSettings settings, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        var wanted = new SubscriptionBody(body.Json, caller.Store, settings);
        if (wanted.Applied(null) is not { } made)
            return Problem.Of(400, wanted.Fault!);
        var secret = WebhookMessage.NewSecret();
        made = made with { Secret = box.Encrypt(secret, caller.Store.Name) };
        if (!await table.Add(made, await wanted.Begin(table, stop), caller.By(request.HttpContext.TraceIdentifier), stop))
            return Problem.Of(409, $"The store has {SubscriptionTable.CountMax} subscriptions already.");
        request.HttpContext.Response.Headers.Location = $"/api/webhook-subscriptions/{made.Id}";
        return Reply.Json(Shown((await table.Find(caller.Store.Name, made.Id, stop))!, secret), StatusCodes.Status201Created);
    }
}
