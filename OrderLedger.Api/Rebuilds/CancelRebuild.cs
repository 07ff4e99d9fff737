using OrderLedger.Api.Ledger.Rebuilding;
using static OrderLedger.Api.Rebuilds.RebuildWords;

namespace OrderLedger.Api.Rebuilds;

/// <summary>Cancels a rebuild.</summary>
[Access(Scope.Admin), Tags("Projections")]
public static class CancelRebuild
{
    [WolverinePost("/api/projections/rebuilds/{id}/cancel")]
    public static async Task<IResult> Post(string id, HttpRequest request, Caller caller, RebuildDesk desk, CancellationToken stop)
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
}
