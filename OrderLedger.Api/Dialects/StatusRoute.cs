using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>PATCH /api/orders/{id}/status: the key's store decides who answers, the Vici dialect or our own.</summary>
public static class StatusRoute
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPatch("/api/orders/{orderId}/status", Patch)
        .WithTags("Dialect A: Vici").WithSummary("Update an order's status");

    private static async Task<IResult> Patch(
        string orderId, HttpRequest request, Gate gate, LedgerWriter writer, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Push, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return Vici.Refusal(admission, request.HttpContext.Response);
        var body = await JsonBody.Read(request, stop);
        return body.Problem ?? await PushStatus(request, caller, orderId, body, writer, stop);
    }

    /// <summary>From a proven caller on, in the words of the caller's store.</summary>
    internal static Task<IResult> PushStatus(
        HttpRequest request, Caller caller, string orderId, JsonBody body, LedgerWriter writer, CancellationToken stop) =>
        SpeaksVici(caller.Store)
        ? Vici.PushStatus(request, caller, orderId, body, writer, stop)
        : OwnStatus.PushStatus(request, caller, orderId, body, writer, stop);

    internal static bool SpeaksVici(Store store) => store.Dialect is "vici" or "woocommerce";
}
