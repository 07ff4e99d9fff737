using System.Text.Json.Nodes;
using OrderLedger.Api.Auth;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// The first step of every read: a key of scope read. <c>Problem</c> is set where the key is known and not good for this.
/// </summary>
internal sealed record Reader(Caller Caller, IResult? Problem)
{
    public static async ValueTask<Reader?> Prove(HttpRequest request, Keyring keyring, CancellationToken stop) =>
        await ApiKey.Prove(request, keyring, stop) is { } caller
            ? new(caller, caller.May(Scope.Read) ? null : Http.Problem.Forbidden(Scope.Read))
            : null;

    public static IResult Refusal(HttpRequest request) => Http.Problem.Unauthorized(request.HttpContext.Response);

    public static IResult NoOrder(string orderId) =>
        Http.Problem.Of(404, "Order not found", new JsonObject { ["order_id"] = orderId });
}
