using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Pushes;
using OrderLedger.Api.Pushes.Refused;

namespace OrderLedger.Api.Vendors.Genuka;

/// <summary>Sets what the body names of an order: status, shipping status, billing status, metadata.</summary>
[GenukaAccess(Scope.Push), PushSource(GenukaDialect.Name), Tags("Dialect F: Genuka")]
public static class PushStatus
{
    public static async Task<(IResult?, UnderstoodPush?)> Load(string id, HttpRequest request, Caller caller, CancellationToken stop) =>
        GenukaErrors.OfCompany(request, caller) is { } wrong ? (wrong, null) : await GenukaDialect.Understand(id, request, caller, stop);

    [WolverinePut("/2023-11/admin/orders/{id}/status")]
    public static Task<IResult> Put(UnderstoodPush push, LedgerWriter writer, HttpContext http) => push.Submit(writer, http);
}
