using OrderLedger.Api.Ledger.Rebuilding;
using static OrderLedger.Api.Rebuilds.RebuildWords;

namespace OrderLedger.Api.Rebuilds;

/// <summary>Shows how a rebuild goes.</summary>
[Access(Scope.Read), Tags("Projections")]
public static class GetRebuild
{
    [WolverineGet("/api/projections/rebuilds/{id}")]
    public static async Task<IResult> Get(string id, HttpRequest request, Caller caller, RebuildDesk desk, TimeProvider clock,
        CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        return await desk.Find(id, caller.Store.Name, stop) is { } rebuild
            ? Reply.Json(ShownRebuild.Of(rebuild, clock.GetUtcNow()))
            : NoRebuild(id);
    }
}
