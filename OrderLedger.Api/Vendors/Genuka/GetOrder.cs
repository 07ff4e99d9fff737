using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.Genuka;

/// <summary>Shows one order of a Genuka store.</summary>
[GenukaAccess(Scope.Read), Tags("Dialect F: Genuka")]
public static class GetOrder
{
    public static IResult? Before(HttpRequest request, Caller caller) => GenukaErrors.OfCompany(request, caller);

    [WolverineGet("/2023-11/admin/orders/{id}")]
    public static async Task<IResult> Get(string id, HttpRequest request, Caller caller, LedgerReader ledger, CancellationToken stop)
    {
        if (OrderIds.Read(id, caller.Store) is not { } orderId
            || await ledger.WithDetails(new(caller.Store.Name, orderId), stop) is not ({ Deleted: false } order, var details))
            return GenukaErrors.NotFound();
        request.HttpContext.Response.Headers.ETag = VersionTag.Of(order.Version);
        return GenukaOrder.Shown(new(orderId, order, details), caller.Store);
    }
}
