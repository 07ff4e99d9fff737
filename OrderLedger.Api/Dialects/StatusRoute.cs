using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Dialects;

/// <summary>PATCH /api/orders/{id}/status: the key's store decides who answers, the Vici dialect or our own.</summary>
public static class StatusRoute
{
    private static readonly PushSource InVici = new(Vici.Source);
    private static readonly PushSource InOwn = new(OwnStatus.Source);

    public static void Map(IEndpointRouteBuilder app) => app.MapPatch("/api/orders/{orderId}/status", Patch)
        .WithTags("Dialect A: Vici").WithSummary("Update an order's status");

    private static async Task<IResult> Patch(
        string orderId, HttpRequest request, Gate gate, LedgerWriter writer, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Push, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return Vici.Refusal(admission, request.HttpContext.Response);
        LeaveSource(request, caller.Store);
        var body = await JsonBody.Read(request, stop);
        return body.Problem ?? await PushStatus(request, caller, orderId, body, writer, stop);
    }

    /// <summary>From a proven caller on, in the words of the caller's store.</summary>
    internal static Task<IResult> PushStatus(
        HttpRequest request, Caller caller, string orderId, JsonBody body, LedgerWriter writer, CancellationToken stop) =>
        SpeaksVici(caller.Store)
        ? Vici.PushStatus(request, caller, orderId, body, writer, stop)
        : OwnStatus.PushStatus(request, caller, orderId, body, writer, stop);

    /// <summary>In whose words it is pushed, for the inbox of refused pushes.</summary>
    internal static void LeaveSource(HttpRequest request, Store store) =>
        request.HttpContext.Features.Set(SpeaksVici(store) ? InVici : InOwn);

    internal static bool SpeaksVici(Store store) => store.Dialect is "vici" or "woocommerce";
}
