using Microsoft.Net.Http.Headers;
using OrderLedger.Api.Ledger.Auditing;

namespace OrderLedger.Api.Orders;

/// <summary>Shows one order as it is now, or as it was at a time or a version.</summary>
[Access(Scope.Read), Tags("Orders")]
public static class GetOrder
{
    [WolverineGet("/api/orders/{orderId}")]
    public static async Task<IResult> Get(string orderId, HttpRequest request, Caller caller, LedgerReader ledger, OrderPast past,
        TimeProvider clock)
    {
        var stop = request.HttpContext.RequestAborted;
        var query = new Query(request);
        var then = (query.Text("as_of"), query.One("version"));
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (await PastOrders.Answer((new(caller.Store.Name, orderId), caller.Store), then, past, clock.GetUtcNow(), stop) is { } answer)
            return answer;
        if (await ledger.WithDetails(new(caller.Store.Name, orderId), stop) is not var (order, details))
            return Problem.NoOrder(orderId);

        var tag = VersionTag.Of(order.Version);
        request.HttpContext.Response.Headers.ETag = tag;
        return IsAtHand(request, new(tag))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Reply.Json(ShownOrder.Whole(new(orderId, order, details), caller.Store, clock.GetUtcNow()));
    }

    // A proxy that compresses weakens the tag; for reading that is the same (RFC 9110, 13.1.2).
    private static bool IsAtHand(HttpRequest request, EntityTagHeaderValue tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
}
