using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.Vici;

/// <summary>The status of the order named in the body: automation tools break on a path that changes.</summary>
[ViciAccess(Scope.Push), ViciPushSource, Tags("Dialect A: Vici")]
public static class UpdateStatus
{
    public static async Task<(IResult?, UnderstoodPush?)> Load(HttpRequest request, Caller caller, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        return body.Problem is { } problem
            ? (problem, null)
            : ViciDialect.Understand(request, caller, body.Json.Id("order_id") ?? "", body);
    }

    [WolverinePatch("/api/orders/update-status")]
    public static Task<IResult> Patch(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);

    [WolverinePost("/api/orders/update-status")]
    public static Task<IResult> Post(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);
}
