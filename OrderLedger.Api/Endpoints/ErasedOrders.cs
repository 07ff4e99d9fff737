using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger;

namespace OrderLedger.Api.Endpoints;

/// <summary>POST /api/orders/{id}/erase: takes what is personal of one order out of the ledger (docs/privacy.md).</summary>
public static class ErasedOrders
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/orders/{orderId}/erase", Erase)
        .WithTags("Orders").WithSummary("Erase an order's personal data");

    private static async Task<IResult> Erase(string orderId, HttpRequest request, Gate gate, Erasure erasure, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Admin, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(request.HttpContext.Response);
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        // Whoever sends one may mean a part of the order; all of it would go.
        if (await JsonBody.Bytes(request, stop) is { Length: > 0 } and not [(byte)'{', (byte)'}'])
            return Problem.Of(400, "This route takes no body. Send none.");
        if (await erasure.Run(caller.Store, orderId, caller.By(request.HttpContext.TraceIdentifier), stop) is not { } erased)
            return Shown.NoOrder(orderId);
        return Reply.Json(new { orderId, erased.Version, erasedUpTo = erased.UpTo, erased.RefusedPushes });
    }
}
