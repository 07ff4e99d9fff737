using Microsoft.AspNetCore.Http.Timeouts;

namespace OrderLedger.Api.Feed;

/// <summary>
/// GET /api/events: the events of the key's store after a place in the ledger, oldest first (docs/feed.md). Who goes on from <c>next</c>
/// misses none and sees none twice.
/// </summary>
[Access(Scope.Read), Tags("Feed")]
public static class GetEvents
{
    private const int LimitMax = 1_000;
    private const int LimitUsual = 100;
    private const int WaitMaxSeconds = 30;
    private const string End = "end";

    [DisableRequestTimeout, WolverineGet("/api/events")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, FeedReader feed, RecentEvents recent,
        IHostApplicationLifetime host, CancellationToken stop)
    {
        var query = new Query(request);
        var (after, limit, wait) = (query.One("after") ?? "0", query.Number("limit", LimitUsual), query.One("wait") ?? "0");
        var (ask, fault) = FeedAsk.Read(query, caller.Store);
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (ask is null)
            return Problem.Of(400, fault!);
        if (limit is < 1 or > LimitMax)
            return Problem.Of(400, $"limit takes a number from 1 to {LimitMax}.");
        if (!int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > WaitMaxSeconds)
            return Problem.Of(400, $"wait takes seconds from 0 to {WaitMaxSeconds}.");
        if (!FeedAsk.IsPlace(after, out var seq) && after != End)
            return Problem.Of(400, $"after takes a seq, as next gives it, 0 for the beginning or {End} for the end.");

        using var place = seconds > 0 ? recent.Enter() : null;
        if (seconds > 0 && place is null)
            return FeedAnswers.Full(request.HttpContext.Response);
        var page = after == End ? await Ended(feed, stop)
            : await feed.Next(ask, seq, limit, new(TimeSpan.FromSeconds(seconds), stop, host.ApplicationStopping));
        return page.Head < seq ? FeedAnswers.SetBack(seq, page.Head) : Answer(request, page);
    }

    private static async Task<FeedPage> Ended(FeedReader feed, CancellationToken stop)
    {
        var head = await feed.Head(stop);
        return new([], head, head);
    }

    private static IResult Answer(HttpRequest request, FeedPage page)
    {
        PageLink.SetNext(request, page.Next.ToString(CultureInfo.InvariantCulture), "after");
        request.HttpContext.Response.Headers.Vary = "Accept";
        return CloudEventWords.IsWanted(request, CloudEventWords.Batch)
            ? new Reply(CloudEventWords.Encode(page.Events), StatusCodes.Status200OK, CloudEventWords.Batch + "; charset=utf-8")
            : Reply.Json(new { events = page.Events.Select(e => e.Message), page.Next, more = page.Next < page.Head });
    }
}
