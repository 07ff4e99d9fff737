using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Adds a subscription. Its secret is in this answer and in no other.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class MakeSubscription
{
    [WolverinePost("/api/webhook-subscriptions")]
    public static async Task<IResult> Post(HttpRequest request, Caller caller, SubscriptionDesk desk, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        var made = await desk.Make(body.Json, caller.Store, caller.By(request.HttpContext.TraceIdentifier), id: null, stop);
        if (made.Fault is { } fault)
            return Problem.Of(fault.Status, fault.Error);
        request.HttpContext.Response.Headers.Location = $"/api/webhook-subscriptions/{made.Now!.Id}";
        return Reply.Json(Shown(made.Now, made.Secret), StatusCodes.Status201Created);
    }
}
