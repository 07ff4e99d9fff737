using System.Text.Json.Nodes;
using OrderLedger.Api.Ledger.Rebuilding;
using static OrderLedger.Api.Rebuilds.RebuildWords;

namespace OrderLedger.Api.Rebuilds;

/// <summary>Asks for the rebuild of a projection, or of all.</summary>
[Access(Scope.Admin), Tags("Projections")]
public static class AskRebuild
{
    [WolverinePost("/api/projections/{name}/rebuild")]
    public static async Task<IResult> Post(
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
            RebuildAnswer.UnderWay { Open: { } open } other =>
                Problem.Of(409, other.Why, other.IsOurs ? Facts(open) : new() { ["state"] = open.State }),
            RebuildAnswer.UnderWay other => Problem.Of(409, other.Why),
            var answer => throw new InvalidOperationException($"There is no answer for {answer}."),
        };
    }

    private static IEnumerable<string> Known => Projection.All.Select(p => p.Name).Append(Projection.AllName);
}
