using System.Text.Json.Nodes;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger;
using OrderLedger.Api.Ledger.Rebuilding;
using Wolverine.Http;

namespace OrderLedger.Api.Endpoints;

/// <summary>/api/projections: what is derived from the events, in which state it is, and its rebuild (docs/rebuild.md).</summary>
[Tags("Projections")]
public static class ProjectionRoutes
{
    private const string Path = "/api/projections";

    /// <summary>Most rebuilds listed.</summary>
    private const int ListMax = 20;

    [WolverineGet(Path), Access(Scope.Read)]
    public static async Task<IResult> List(HttpRequest request, Caller caller, RebuildTable table, LedgerReader ledger, TimeProvider clock, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);

        var (head, last, open) = (await ledger.Head(stop), await table.LastDone(caller.Store.Name, stop), await table.Open(stop));
        var ours = open is not null && RebuildDesk.IsSeenBy(caller.Store.Name, open) ? open : null;
        return Reply.Json(new
        {
            projections = (await table.Projections(stop)).Select(p =>
                ShownRebuild.In(p, head, last.GetValueOrDefault(p.Projection.Name), ours, clock.GetUtcNow())),
        });
    }

    [WolverinePost(Path + "/{name}/rebuild"), Access(Scope.Admin)]
    public static async Task<IResult> Ask(
        string name, HttpRequest request, Caller caller, RebuildDesk desk, CancellationToken stop)
    {
        if (await Superfluous(request, stop) is { } fault)
            return Problem.Of(400, fault);
        var projections = Projection.Named(name);
        if (projections.Count == 0)
            return Problem.Of(404, $"There is no projection of this name. Known: {string.Join(", ", Known)}.",
                new() { ["known"] = new JsonArray([.. Known.Select(k => JsonValue.Create(k))]) });

        return await desk.Ask(projections, caller.Store.Name, caller.By(request.HttpContext.TraceIdentifier), stop) switch
        {
            RebuildAnswer.Begun(var rebuild) => Accepted(request, rebuild),
            RebuildAnswer.Outdated old => Problem.Of(409, old.Why),
            RebuildAnswer.UnderWay { Open: { } open } other => Problem.Of(409, other.Why, other.IsOurs ? Facts(open) : new() { ["state"] = open.State }),
            RebuildAnswer.UnderWay other => Problem.Of(409, other.Why),
            var answer => throw new InvalidOperationException($"There is no answer for {answer}."),
        };
    }

    [WolverineGet(Path + "/rebuilds"), Access(Scope.Read)]
    public static async Task<IResult> Rebuilds(HttpRequest request, Caller caller, RebuildTable table, TimeProvider clock, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        var latest = await table.Latest(caller.Store.Name, ListMax, stop);
        return Reply.Json(new { rebuilds = latest.Select(r => ShownRebuild.Of(r, clock.GetUtcNow())) });
    }

    [WolverineGet(Path + "/rebuilds/{id}"), Access(Scope.Read)]
    public static async Task<IResult> One(string id, HttpRequest request, Caller caller, RebuildDesk desk, TimeProvider clock, CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        return await desk.Find(id, caller.Store.Name, stop) is { } rebuild ? Reply.Json(ShownRebuild.Of(rebuild, clock.GetUtcNow())) : NoRebuild(id);
    }

    [WolverinePost(Path + "/rebuilds/{id}/cancel"), Access(Scope.Admin)]
    public static async Task<IResult> Cancel(string id, HttpRequest request, Caller caller, RebuildDesk desk, CancellationToken stop)
    {
        if (await Superfluous(request, stop) is { } fault)
            return Problem.Of(400, fault);
        if (await desk.Find(id, caller.Store.Name, stop) is not { } rebuild)
            return NoRebuild(id);
        if (!await desk.MayCancel(rebuild, caller.Store.Name, stop))
            return Problem.Of(403, RebuildDesk.OfAllStores, Facts(rebuild));
        var (isTold, now) = await desk.Cancel(rebuild, caller.By(request.HttpContext.TraceIdentifier), stop);
        return isTold ? Accepted(request, now) : Problem.Of(409, $"This rebuild has ended already: it is {now.State}.", Facts(now));
    }

    private static IEnumerable<string> Known => Projection.All.Select(p => p.Name).Append(Projection.AllName);

    // What nobody reads might have been meant to narrow the rebuild.
    private static async Task<string?> Superfluous(HttpRequest request, CancellationToken stop) => new Query(request).Unknown()
        ?? (await JsonBody.Bytes(request, stop) is null or { Length: 0 } or [(byte)'{', (byte)'}'] ? null : "This route takes no body. Send none.");

    private static IResult Accepted(HttpRequest request, Rebuild rebuild)
    {
        request.HttpContext.Response.Headers.Location = $"/api/projections/rebuilds/{rebuild.Id}";
        return Reply.Json(ShownRebuild.Of(rebuild, rebuild.AskedAt), StatusCodes.Status202Accepted);
    }

    private static JsonObject Facts(Rebuild rebuild) => new() { ["id"] = rebuild.Id.ToString(), ["state"] = rebuild.State };

    private static IResult NoRebuild(string id) => Problem.Of(404, "There is no such rebuild.", new() { ["id"] = id });
}
