using System.Diagnostics;

namespace OrderLedger.Api.Feed;

/// <summary>
/// Server-sent events until the caller leaves, its key ends, the server stops or the ledger is set back. A caller that reads slowly costs
/// no memory: the next page is read when this one is sent.
/// </summary>
internal sealed class LiveStream(FeedReader feed, FeedAsk ask, long after, Caller caller, CancellationToken stops) : IResult
{
    private const int PageMax = 200;

    /// <summary>How soon a key that was revoked is told nothing more.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        // A proxy such as nginx would else keep events back until it has a page of them.
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await Tell(httpContext);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
        }
        // The answer has begun: all it can say is its end, and the caller comes again.
        catch (Exception failure) when (Outage.Is(failure))
        {
        }
    }

    private async Task Tell(HttpContext http)
    {
        var keyring = http.RequestServices.GetRequiredService<Keyring>();
        var isCloud = CloudEventWords.IsWanted(http.Request, CloudEventWords.Single);
        await Say(http, ": the feed begins\nretry: 1000\n\n");
        for (var (place, quiet) = (after, Stopwatch.StartNew()); !stops.IsCancellationRequested;)
        {
            var page = await feed.Next(ask, place, PageMax, new(Look, http.RequestAborted, stops));
            if (page.Head < place || keyring.CallerNamed(caller.KeyId)?.May(Scope.Read) != true)
                return;
            place = page.Next;
            if (page.Events.Count == 0 && quiet.Elapsed < Beat)
                continue;
            // What was looked at and did not pass need not be looked at again by who comes back.
            await Say(http, page.Events.Count > 0 ? Written(page.Events, isCloud) : $": nothing new\nid: {place}\n\n");
            quiet.Restart();
        }
    }

    private static string Written(IReadOnlyList<FedEvent> events, bool isCloud)
    {
        var text = new StringBuilder();
        foreach (var e in events)
            text.Append(CultureInfo.InvariantCulture, $"id: {e.Message.Data.Seq}\nevent: {e.Message.Type}\ndata: ")
                .Append(isCloud ? Encoding.UTF8.GetString(CloudEventWords.Encode(e).Span)
                    : JsonSerializer.Serialize(e.Message, Wire.Options))
                .Append("\n\n");
        return text.ToString();
    }

    private static async Task Say(HttpContext http, string text)
    {
        await http.Response.WriteAsync(text, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
