using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Rebuilds;

/// <summary>Lists what is derived from the events, and in which state it is (docs/rebuild.md).</summary>
[Access(Scope.Read), Tags("Projections")]
public static class ListProjections
{
    [WolverineGet("/api/projections")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, RebuildTable table, LedgerReader ledger, TimeProvider clock,
        CancellationToken stop)
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
}
