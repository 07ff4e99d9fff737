using System.Text.Json.Nodes;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage;
using OrderLedger.Api.Storage.Rebuilding;

namespace OrderLedger.Api.Endpoints;

/// <summary>/api/projections: what is derived from the events, in which state it is, and its rebuild (docs/rebuild.md).</summary>
internal static class ProjectionRoutes
{
    /// <summary>Most rebuilds listed.</summary>
    private const int ListMax = 20;

    public static void Map(IEndpointRouteBuilder app)
    {
        const string path = "/api/projections";
        var routes = app.MapGroup("").WithTags("Projections");
        routes.MapGet(path, List).WithSummary("The projections and their state");
        routes.MapPost(path + "/{name}/rebuild", Ask).WithSummary("Rebuild a projection, or all");
        routes.MapGet(path + "/rebuilds", Rebuilds).WithSummary("The latest rebuilds, newest first");
        routes.MapGet(path + "/rebuilds/{id}", One).WithSummary("How a rebuild goes");
        routes.MapPost(path + "/rebuilds/{id}/cancel", Cancel).WithSummary("Cancel a rebuild");
    }

    private static async Task<IResult> List(HttpRequest request, Gate gate, RebuildTable table, Ledger ledger, TimeProvider clock, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(request.HttpContext.Response);
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);

        var (head, last, open) = (await ledger.Head(stop), await table.LastDone(caller.Store.Name, stop), await table.Open(stop));
        var ours = open is not null && IsSeenBy(caller, open) ? open : null;
        return Reply.Json(new
        {
            projections = (await table.Projections(stop)).Select(p =>
                ShownRebuild.In(p, head, last.GetValueOrDefault(p.Projection.Name), ours, clock.GetUtcNow())),
        });
    }

    private static async Task<IResult> Ask(
        string name, HttpRequest request, Gate gate, RebuildTable table, RebuildRunner runner, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Admin, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(request.HttpContext.Response);
        if (await Superfluous(request, stop) is { } fault)
            return Problem.Of(400, fault);
        var projections = Projection.Named(name);
        if (projections.Count == 0)
            return Problem.Of(404, $"There is no projection of this name. Known: {string.Join(", ", Known)}.",
                new() { ["known"] = new JsonArray([.. Known.Select(k => JsonValue.Create(k))]) });

        var store = await table.IsOnlyStore(caller.Store.Name, stop) ? null : caller.Store.Name;
        var outdated = (await table.Projections(stop)).Where(p => p.IsOutdated && projections.Contains(p.Projection)).Select(p => p.Projection.Name);
        if (store is not null && outdated.FirstOrDefault() is { } old)
            return Problem.Of(409, $"'{old}' was made by an older build, so it must be rebuilt for all stores: run `rebuild {old}` on the server.");
        if (await table.Ask(projections, store, caller.By(request.HttpContext.TraceIdentifier), stop) is not { } rebuild)
            return UnderWay(caller, await table.Open(stop));
        runner.Wake();
        return Accepted(request, rebuild);
    }

    private static async Task<IResult> Rebuilds(HttpRequest request, Gate gate, RebuildTable table, TimeProvider clock, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(request.HttpContext.Response);
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        var latest = await table.Latest(caller.Store.Name, ListMax, stop);
        return Reply.Json(new { rebuilds = latest.Select(r => ShownRebuild.Of(r, clock.GetUtcNow())) });
    }

    private static async Task<IResult> One(string id, HttpRequest request, Gate gate, RebuildTable table, TimeProvider clock, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(request.HttpContext.Response);
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        return await Find(id, caller, table, stop) is { } rebuild ? Reply.Json(ShownRebuild.Of(rebuild, clock.GetUtcNow())) : NoRebuild(id);
    }

    private static async Task<IResult> Cancel(
        string id, HttpRequest request, Gate gate, RebuildTable table, RebuildRunner runner, CancellationToken stop)
    {
        var admission = await gate.Own(request, Scope.Admin, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return admission.Refusal(request.HttpContext.Response);
        if (await Superfluous(request, stop) is { } fault)
            return Problem.Of(400, fault);
        if (await Find(id, caller, table, stop) is not { } rebuild)
            return NoRebuild(id);
        var told = await table.Cancel(rebuild, caller.By(request.HttpContext.TraceIdentifier), stop);
        runner.Wake();
        var now = await table.Find(rebuild.Id, stop) ?? rebuild;
        return told ? Accepted(request, now) : Problem.Of(409, $"This rebuild has ended already: it is {now.State}.", Facts(now));
    }

    private static IEnumerable<string> Known => Projection.All.Select(p => p.Name).Append(Projection.AllName);

    private static bool IsSeenBy(Caller caller, Rebuild rebuild) => rebuild.Store is null || rebuild.Store == caller.Store.Name;

    // What nobody reads might have been meant to narrow the rebuild.
    private static async Task<string?> Superfluous(HttpRequest request, CancellationToken stop) => new Query(request).Unknown()
        ?? (await JsonBody.Bytes(request, stop) is null or { Length: 0 } or [(byte)'{', (byte)'}'] ? null : "This route takes no body. Send none.");

    private static async Task<Rebuild?> Find(string id, Caller caller, RebuildTable table, CancellationToken stop) =>
        Guid.TryParse(id, out var known) && await table.Find(known, stop) is { } rebuild && IsSeenBy(caller, rebuild) ? rebuild : null;

    private static IResult Accepted(HttpRequest request, Rebuild rebuild)
    {
        request.HttpContext.Response.Headers.Location = $"/api/projections/rebuilds/{rebuild.Id}";
        return Reply.Json(ShownRebuild.Of(rebuild, rebuild.AskedAt), StatusCodes.Status202Accepted);
    }

    private static IResult UnderWay(Caller caller, Rebuild? open) => open is null
        ? Problem.Of(409, "Another rebuild was under way and has ended just now. Ask again.")
        : IsSeenBy(caller, open)
        ? Problem.Of(409, $"A rebuild is under way: {open.Id} is {open.State.Replace('_', ' ')}. Wait for it or cancel it.", Facts(open))
        : Problem.Of(409, $"A rebuild of another store is under way: it is {open.State.Replace('_', ' ')}. Ask again when it has ended.",
            new() { ["state"] = open.State });

    private static JsonObject Facts(Rebuild rebuild) => new() { ["id"] = rebuild.Id.ToString(), ["state"] = rebuild.State };

    private static IResult NoRebuild(string id) => Problem.Of(404, "There is no such rebuild.", new() { ["id"] = id });
}
