namespace OrderLedger.Api.Orders;

/// <summary>POST /api/orders/{id}/erase: takes what is personal of one order out of the ledger (docs/privacy.md).</summary>
[Access(Scope.Admin), Tags("Orders")]
public static class EraseOrder
{
    [WolverinePost("/api/orders/{orderId}/erase")]
    public static async Task<IResult> Post(string orderId, HttpRequest request, Caller caller, Erasure erasure, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        // Whoever sends one may mean a part of the order; all of it would go.
        if (await JsonBody.Bytes(request, stop) is { Length: > 0 } and not [(byte)'{', (byte)'}'])
            return Problem.Of(400, "This route takes no body. Send none.");
        if (await erasure.Run(caller.Store, orderId, caller.By(request.HttpContext.TraceIdentifier), stop) is not { } erased)
            return Problem.NoOrder(orderId);
        return Reply.Json(new { orderId, erased.Version, erasedUpTo = erased.UpTo, erased.RefusedPushes });
    }
}
