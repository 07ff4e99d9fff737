using Microsoft.Net.Http.Headers;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger;
using OrderLedger.Api.Ledger.Auditing;
using Wolverine.Http;

namespace OrderLedger.Api.Endpoints;

/// <summary>GET /api/orders and /api/orders/{id}: the orders of the key's store as they are now.</summary>
[Tags("Orders")]
public static class Orders
{
    private static readonly HashSet<string> NotInLinks = new(StringComparer.OrdinalIgnoreCase) { "cursor", "api_key" };

    [WolverineGet("/api/orders"), Access(Scope.Read)]
    public static async Task<IResult> List(HttpRequest request, Caller caller, OrderList orders, TimeProvider clock,
        CancellationToken stop)
    {
        var (filter, fault) = OrderQuery.Read(new Query(request), caller.Store);
        if (filter is null)
            return Problem.Of(400, fault!);

        var page = await orders.Page(filter, stop);
        var counts = await orders.Counts(filter, stop);
        if (page.Next is { } next)
            request.HttpContext.Response.Headers.Link = $"<{NextUrl(request, next.ToString())}>; rel=\"next\"";
        return Reply.Json(new
        {
            orders = page.Orders.Select(o => Shown.Line(o, caller.Store, clock.GetUtcNow())),
            counts = new { total = counts.Values.Sum(), byStatus = counts },
            nextCursor = page.Next?.ToString(),
        });
    }

    [WolverineGet("/api/orders/{orderId}"), Access(Scope.Read)]
    public static async Task<IResult> One(string orderId, HttpRequest request, Caller caller, LedgerReader ledger, OrderPast past, TimeProvider clock)
    {
        var stop = request.HttpContext.RequestAborted;
        var query = new Query(request);
        var then = (query.Text("as_of"), query.One("version"));
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (await PastOrders.Answer((new(caller.Store.Name, orderId), caller.Store), then, past, clock.GetUtcNow(), stop) is { } answer)
            return answer;
        if (await ledger.WithDetails(new(caller.Store.Name, orderId), stop) is not var (order, details))
            return Shown.NoOrder(orderId);

        var tag = VersionTag.Of(order.Version);
        request.HttpContext.Response.Headers.ETag = tag;
        return IsAtHand(request, new(tag))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Reply.Json(Shown.Whole((orderId, order, details), caller.Store, clock.GetUtcNow()));
    }

    // A proxy that compresses weakens the tag; for reading that is the same (RFC 9110, 13.1.2).
    private static bool IsAtHand(HttpRequest request, EntityTagHeaderValue tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));

    internal static string NextUrl(HttpRequest request, string next)
    {
        var kept = request.Query.Where(q => !NotInLinks.Contains(q.Key))
            .SelectMany(q => q.Value, (q, value) => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(value ?? "")}&");
        return $"{request.Path}?{string.Concat(kept)}cursor={next}";
    }
}
