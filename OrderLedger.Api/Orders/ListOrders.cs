namespace OrderLedger.Api.Orders;

/// <summary>Lists the orders of the key's store, newest first, with counts for each status.</summary>
[Access(Scope.Read), Tags("Orders")]
public static class ListOrders
{
    [WolverineGet("/api/orders")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, OrderList orders, TimeProvider clock,
        CancellationToken stop)
    {
        var (filter, fault) = OrderQuery.Read(new Query(request), caller.Store);
        if (filter is null)
            return Problem.Of(400, fault!);

        var page = await orders.Page(filter, stop);
        var counts = await orders.Counts(filter, stop);
        if (page.Next is { } next)
            PageLink.SetNext(request, next.ToString());
        return Reply.Json(new
        {
            orders = page.Orders.Select(o => ShownOrder.Line(o, caller.Store, clock.GetUtcNow())),
            counts = new { total = counts.Values.Sum(), byStatus = counts },
            nextCursor = page.Next?.ToString(),
        });
    }
}
