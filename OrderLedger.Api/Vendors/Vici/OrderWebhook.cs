using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Refused;
using OrderLedger.Api.Vendors.WooCommerce;

namespace OrderLedger.Api.Vendors.Vici;

/// <summary>The order webhook of the Vici document: WooCommerce's shape for the stores that speak it, our own for the others.</summary>
[ViciAccess(Scope.Push), PushSource(RegisterOrderEndpoint.Source), Tags("Dialect A: Vici")]
public static class ViciOrderWebhook
{
    public static async Task<(IResult?, UnderstoodPush?)> Load(HttpRequest request, Caller caller, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return (problem, null);
        return ViciDialect.IsSpokenBy(caller.Store)
            ? RegisterOrderEndpoint.Understand(request, caller, caller.Store.Vocabulary, body, WooOrder.Read(body.Json, caller.Store),
                Success)
            : RegisterOrderEndpoint.Understand(request, caller, caller.Store.Vocabulary, body, OwnOrder.Read(body.Json, caller.Store),
                OwnStatus.Success);
    }

    [WolverinePost("/api/webhooks/order")]
    public static Task<IResult> Post(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);

    private static IResult Success(HttpResponse response, string id, Answer.Done done)
    {
        var (outcome, order) = (done.Outcome, done.Outcome.Order);
        PushHeaders.Tell(response, done);
        return Reply.Noting(new
        {
            success = true,
            orderId = id,
            orderNumber = ViciDialect.Titled(order.Number),
            orderStatus = order.Status,
            outcome.Changed,
            outcome.PreviousStatus,
            outcome = outcome.Kind,
            order.Version,
        }, outcome.Notes, outcome.Kind == OutcomeKind.Registered ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
