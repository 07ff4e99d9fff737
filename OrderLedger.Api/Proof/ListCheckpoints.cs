using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Proof.CheckpointWords;

namespace OrderLedger.Api.Proof;

/// <summary>
/// Lists the signed states of the whole ledger, newest first. They tell sizes, hashes and times of all stores together, and nothing else.
/// </summary>
[Access(Scope.Read), Tags("Proof")]
public static class ListCheckpoints
{
    private const int LimitMax = 200;

    [WolverineGet("/api/checkpoints")]
    public static async Task<IResult> Get(HttpRequest request, CheckpointTable checkpoints, CancellationToken stop)
    {
        var query = new Query(request);
        var (limit, before) = (query.Number("limit", 50), query.One("before"));
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (limit is < 1 or > LimitMax)
            return Problem.Of(400, $"limit takes a number from 1 to {LimitMax}.");
        if (Size(before ?? $"{long.MaxValue}") is not { } below)
            return Problem.Of(400, "before takes a size, as next_before gives it.");
        var page = await checkpoints.Before(below, limit, stop);
        return Reply.Json(new { checkpoints = page.Select(Line), nextBefore = page.Count == limit ? page[^1].Size : (long?)null });
    }
}
