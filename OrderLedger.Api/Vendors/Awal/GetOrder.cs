using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.Awal;

/// <summary>Shows one order of an Awal store. Signed as a push is, with an empty body.</summary>
[AwalAccess(Scope.Read), Tags("Dialect D: Awal")]
public static class GetOrder
{
    public static IResult? Before(HttpRequest request) => AwalDialect.OfNumber(request);

    [WolverineGet("/orders/{id}")]
    public static async Task<IResult> Get(string id, HttpRequest request, Caller caller, LedgerReader ledger, CancellationToken stop)
    {
        var context = request.HttpContext;
        if (OrderIds.Read(id, caller.Store) is not { } orderId)
            return AwalErrors.NoId(context, caller.Store);
        if (await ledger.WithDetails(new(caller.Store.Name, orderId), stop) is not ({ Deleted: false } order, var details))
            return AwalErrors.NotFound(context);
        context.Response.Headers.ETag = VersionTag.Of(order.Version);
        return AwalDialect.One(new(orderId, order, details));
    }
}
