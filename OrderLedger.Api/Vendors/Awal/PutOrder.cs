using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Vendors.Awal;

/// <summary>Sets what the body names of an order: status, payment status, dates, branch, notes.</summary>
[AwalAccess(Scope.Push), PushSource(AwalDialect.Name), Tags("Dialect D: Awal")]
public static class PutOrder
{
    public static Task<(IResult?, UnderstoodPush?)> Load(string id, HttpRequest request, Caller caller, CancellationToken stop) =>
        AwalDialect.Understand(id, request, caller, stop);

    [WolverinePut("/orders/{id}")]
    public static Task<IResult> Put(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);
}
