using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>
/// How orders become known, or what is known of them is updated; a changed status in it is a push like any other.
/// <c>POST /api/orders</c> takes our own shape for every store. <c>POST /api/webhooks/order</c> is dialect A's order webhook:
/// WooCommerce's shape for the stores that speak it, our own for the others.
/// </summary>
public static class Intake
{
    private const string Source = "intake";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/orders", PostOwn).WithTags("Orders");
        app.MapPost("/api/webhooks/order", PostWebhook).WithTags("Dialect A: Vici");
    }

    private static async Task<IResult> PostWebhook(HttpRequest request, Gate gate, LedgerWriter writer, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Push, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return Vici.Refusal(admission, request.HttpContext.Response);
        return StatusRoute.SpeaksVici(caller.Store)
            ? await PostWoo(request, caller, writer, stop)
            : await Post(request, caller, writer, stop);
    }

    private static async Task<IResult> PostOwn(HttpRequest request, Gate gate, LedgerWriter writer, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Push, stop);
        return admission is Admission.Granted { Caller: var caller }
            ? await Post(request, caller, writer, stop)
            : admission.Refusal(request.HttpContext.Response);
    }

    private static async Task<IResult> Post(HttpRequest request, Caller caller, LedgerWriter writer, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        var order = OwnOrder.Read(body.Json, caller.Store);
        if (order.Fault is { } fault)
            return Problem.Of(400, fault);
        var headers = PushHeaders.Read(request, order.OrderId, body.Raw);
        if (headers.Problem is { } wrong)
            return wrong;

        var answer = await writer.Submit(
            new(new(caller.Store.Name, order.OrderId), order.Request with { ExpectedVersions = headers.ExpectedVersions },
                caller.Store.RulesFor(caller.Store.Vocabulary),
                new(caller.Name, Source, request.HttpContext.TraceIdentifier), headers.Keys), stop);
        return answer is Answer.Done done
            ? OwnStatus.Success(request.HttpContext.Response, order.OrderId, done)
            : Refusals.Answer(request.HttpContext.Response, answer);
    }

    private static async Task<IResult> PostWoo(HttpRequest request, Caller caller, LedgerWriter writer, CancellationToken stop)
    {
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
            new(new(caller.Store.Name, order.OrderId), order.Request with { ExpectedVersions = headers.ExpectedVersions },
                caller.Store.RulesFor(Vocabularies.WooCommerce),
                new(caller.Name, Source, request.HttpContext.TraceIdentifier), headers.Keys), stop);
        return answer is Answer.Done done
            ? WooSuccess(request.HttpContext.Response, order.OrderId, done)
            : Refusals.Answer(request.HttpContext.Response, answer);
    }

    private static IResult WooSuccess(HttpResponse response, string id, Answer.Done done)
    {
        var (outcome, order) = (done.Outcome, done.Outcome.Order);
        PushHeaders.Tell(response, done);
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
