namespace OrderLedger.Api.Pushes.Refused;

/// <summary>Carries out again what the filter chooses, oldest first.</summary>
[Access(Scope.Push), Tags("Rejected pushes")]
public static class ReplayPushes
{
    [WolverinePost("/api/rejected-pushes/replay")]
    public static async Task<IResult> Post(
        HttpRequest request, Caller caller, Replay replay, CancellationToken stop)
    {
        // A filter that nobody reads would replay everything.
        if (await JsonBody.Bytes(request, stop) is { Length: > 0 } and not [(byte)'{', (byte)'}'])
            return Problem.Of(400, "The filter stands in the query, as in GET /api/rejected-pushes. Send no body.");
        var (filter, fault) = RejectedQuery.Read(new Query(request), caller.Store, Replay.CountMax, paged: false);
        if (filter is null)
            return Problem.Of(400, fault!);

        var (tried, _) = await replay.RunAll(filter, caller, caller.By(request.HttpContext.TraceIdentifier), stop);
        var replayed = tried.Count(p => p.State == RejectedPush.Replayed);
        return Reply.Json(new { tried = tried.Count, replayed, refused = tried.Count - replayed });
    }
}
