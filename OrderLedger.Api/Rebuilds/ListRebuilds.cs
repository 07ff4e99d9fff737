using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Rebuilds;

/// <summary>Lists the latest rebuilds, newest first.</summary>
[Access(Scope.Read), Tags("Projections")]
public static class ListRebuilds
{
    /// <summary>Most rebuilds listed.</summary>
    private const int ListMax = 20;

    [WolverineGet("/api/projections/rebuilds")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, RebuildTable table, TimeProvider clock,
        CancellationToken stop)
    {
        if (new Query(request).Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        var latest = await table.Latest(caller.Store.Name, ListMax, stop);
        return Reply.Json(new { rebuilds = latest.Select(r => ShownRebuild.Of(r, clock.GetUtcNow())) });
    }
}
