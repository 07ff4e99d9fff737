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
        string orderId, HttpRequest request, Keyring keyring, LedgerWriter writer, CancellationToken stop)
    {
        if (await ApiKey.Prove(request, keyring, stop) is not { } caller)
            return Vici.Unauthorized(request.HttpContext.Response);
        var body = await JsonBody.Read(request, stop);
        if (body.Problem is { } problem)
            return problem;
        return SpeaksVici(caller.Store)
            ? await Vici.PushStatus(request, caller, orderId, body, writer, stop)
            : await OwnStatus.PushStatus(request, caller, orderId, body, writer, stop);
    }

    private static bool SpeaksVici(Store store) => store.Dialect is "vici" or "woocommerce";
}
