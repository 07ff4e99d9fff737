using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Writing;

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
        app.MapPost("/api/orders", PostOwn).WithTags("Orders").WithMetadata(new PushSource(Source));
        app.MapPost("/api/webhooks/order", PostWebhook).WithTags("Dialect A: Vici").WithMetadata(new PushSource(Source));
    }

    private static async Task<IResult> PostWebhook(HttpRequest request, Gate gate, LedgerWriter writer, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Push, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return Vici.Refusal(admission, request.HttpContext.Response);
        return await Post(request, caller, StatusRoute.SpeaksVici(caller.Store), writer, stop);
    }

    private static async Task<IResult> PostOwn(HttpRequest request, Gate gate, LedgerWriter writer, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Push, stop);
        return admission is Admission.Granted { Caller: var caller }
            ? await Post(request, caller, isWoo: false, writer, stop)
            : admission.Refusal(request.HttpContext.Response);
    }

    private static async Task<IResult> Post(
        HttpRequest request, Caller caller, bool isWoo, LedgerWriter writer, CancellationToken stop)
    {
        var (response, store) = (request.HttpContext.Response, caller.Store);
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        var (orderId, order, fault) = isWoo ? WooOrder.Read(body.Json, store) : OwnOrder.Read(body.Json, store);
        if (fault is not null)
            return Problem.Of(400, fault);
        var headers = PushHeaders.Read(request, orderId, body.Raw);
        if (headers.Problem is { } wrong)
            return wrong;

        var answer = await writer.Submit(
            new(new(store.Name, orderId), order with { ExpectedVersions = headers.ExpectedVersions },
                store.RulesFor(isWoo ? Vocabularies.WooCommerce : store.Vocabulary),
                new(caller.Name, Source, request.HttpContext.TraceIdentifier), headers.Keys), stop);
        if (answer is not Answer.Done done)
            return Refusals.Answer(response, answer);
        return isWoo ? WooSuccess(response, orderId, done) : OwnStatus.Success(response, orderId, done);
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
