using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>
/// The order webhook of dialect A, same key: a WooCommerce order object makes the order known or updates its details;
/// a changed status in it is a push like any other.
/// </summary>
public static class Intake
{
    private const string Source = "intake";

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/webhooks/order", Post)
        .WithTags("Dialect A: Vici").WithSummary("Register an order, or update what is known of it");

    private static async Task<IResult> Post(HttpRequest request, Keyring keyring, LedgerWriter writer, CancellationToken stop)
    {
        var response = request.HttpContext.Response;
        if (await ApiKey.Prove(request, keyring, stop) is not { } caller)
            return Vici.Unauthorized(response);
        if (!caller.May(Scope.Push))
            return Problem.Forbidden(Scope.Push);
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        var order = WooOrder.Read(body.Json, caller.Store);
        if (order.Fault is { } fault)
            return Problem.Of(400, fault);
        var headers = PushHeaders.Read(request, order.OrderId, body.Raw);
        if (headers.Problem is { } wrong)
            return wrong;

        var answer = await writer.Submit(
            new(new(caller.Store.Name, order.OrderId), order.Request, caller.Store.RulesFor(Vocabularies.WooCommerce),
                new(caller.Name, Source, request.HttpContext.TraceIdentifier), headers.Key), stop);
        return answer switch
        {
            Answer.Done done => Success(response, order.OrderId, done),
            Answer.Refused refused => Refusals.Answer(response, refused.Why),
            _ => throw new InvalidOperationException($"Unknown answer {answer}."),
        };
    }

    private static IResult Success(HttpResponse response, string id, Answer.Done done)
    {
        var (outcome, order) = (done.Outcome, done.Outcome.Order);
        response.Headers.ETag = PushHeaders.ETag(order.Version);
        if (done.Replayed)
            response.Headers["Idempotency-Replayed"] = "true";
        return Reply.Json(new
        {
            success = true,
            orderId = id,
            orderNumber = Vici.Titled(order.Number),
            orderStatus = order.Status,
            outcome.Changed,
            outcome.PreviousStatus,
            outcome = outcome.Kind,
            order.Version,
        }, outcome.Kind == OutcomeKind.Registered ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
