using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.Vici;

/// <summary>The status of the order named in the path.</summary>
[ViciAccess(Scope.Push), ViciPushSource, Tags("Dialect A: Vici")]
public static class PushStatus
{
    public static async Task<(IResult?, UnderstoodPush?)> Load(string orderId, HttpRequest request, Caller caller, CancellationToken stop)
    {
        var body = await JsonBody.Read(request, stop);
        return body.Problem is { } problem ? (problem, null) : ViciDialect.Understand(request, caller, orderId, body);
    }

    [WolverinePatch("/api/orders/{orderId}/status")]
    public static Task<IResult> Patch(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);
}
