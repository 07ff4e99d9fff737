using Microsoft.AspNetCore.Http.Timeouts;

namespace OrderLedger.Api.Feed;

/// <summary>
/// GET /api/live: the events of the key's store as server-sent events, from a place in the ledger or from now on, for as long as the
/// caller listens (docs/feed.md). The id of each is its place, so <c>Last-Event-ID</c> goes on behind it.
/// </summary>
[Access(Scope.Read), Tags("Feed")]
public static class GetLive
{
    [DisableRequestTimeout, WolverineGet("/api/live")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, FeedReader feed, RecentEvents recent,
        IHostApplicationLifetime host, CancellationToken stop)
    {
        var query = new Query(request);
        var (given, (ask, fault)) = (query.One("after"), FeedAsk.Read(query, caller.Store));
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (ask is null)
            return Problem.Of(400, fault!);
        // A client that comes back knows more than its address, which is as it was at first.
        if (request.Headers["Last-Event-ID"] is [{ Length: > 0 } last, ..])
            given = last;
        var after = 0L;
        if (given is not null && !FeedAsk.IsPlace(given, out after))
            return Problem.Of(400, "after and Last-Event-ID take a seq, 0 for the beginning.");

        var place = recent.Enter();
        if (place is null)
            return FeedAnswers.Full(request.HttpContext.Response);
        request.HttpContext.Response.RegisterForDispose(place);
        var head = await feed.Head(stop);
        if (after > head)
            return FeedAnswers.SetBack(after, head);
        return new LiveStream(feed, ask, given is null ? head : after, caller, host.ApplicationStopping);
    }
}
