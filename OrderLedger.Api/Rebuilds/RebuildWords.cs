using System.Text.Json.Nodes;
using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Rebuilds;

/// <summary>Holds what several routes of projections share.</summary>
internal static class RebuildWords
{
    // What nobody reads might have been meant to narrow the rebuild.
    public static async Task<string?> Superfluous(HttpRequest request, CancellationToken stop) => new Query(request).Unknown()
        ?? (await JsonBody.Bytes(request, stop) is null or { Length: 0 } or [(byte)'{', (byte)'}']
            ? null
            : "This route takes no body. Send none.");

    public static IResult Accepted(HttpRequest request, Rebuild rebuild)
    {
        request.HttpContext.Response.Headers.Location = $"/api/projections/rebuilds/{rebuild.Id}";
        return Reply.Json(ShownRebuild.Of(rebuild, rebuild.AskedAt), StatusCodes.Status202Accepted);
    }

    public static JsonObject Facts(Rebuild rebuild) => new() { ["id"] = rebuild.Id.ToString(), ["state"] = rebuild.State };

    public static IResult NoRebuild(string id) => Problem.Of(404, "There is no such rebuild.", new() { ["id"] = id });
}
