using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Live;

/// <summary>
/// GET /live: what changed, as server-sent events. <c>order</c> is the newest state of one order, its id the place in the ledger, so
/// <c>Last-Event-ID</c> resumes behind it; <c>reset</c> says that more was missed than is told one by one; <c>beat</c> that all is well.
/// </summary>
internal static class LiveRoute
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    /// <summary>How soon a key that was revoked is told nothing more.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    // Between two tellings what changes again is told once.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/live", Get).DisableRequestTimeout();

    private static async Task<IResult> Get(
        HttpContext http, Keyring keyring, LiveFeed feed, IHostApplicationLifetime host, CancellationToken stop)
    {
        SecurityHeaders.Set(http.Response);
        if (await Admittance.VisitorOf(http, keyring) is not { } visitor)
            return Page.Plain(401, "You are signed out. Sign in again.");
        var last = http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } header, ..] ? header : http.Request.Query["after"].ToString();
        var after = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : (long?)null;
        var ends = CancellationTokenSource.CreateLinkedTokenSource(stop, host.ApplicationStopping);
        http.Response.RegisterForDispose(ends);
        var stores = visitor.Seats.Select(s => s.Store.Name).ToHashSet();
        var subscription = await feed.Begin(stores, after, stop);
        var oidc = http.RequestServices.GetRequiredService<OidcSettings>();
        // With other stores than at the beginning the browser comes again, or is told that it is signed out.
        bool IsAsBefore() => Visitor.Of(http.User, keyring, oidc) is { } now && stores.SetEquals(now.Seats.Select(s => s.Store.Name));
        return TypedResults.ServerSentEvents(Items(feed, subscription, IsAsBefore, ends.Token));
    }

    private static async IAsyncEnumerable<SseItem<string>> Items(
        LiveFeed feed, Subscription subscription, Func<bool> isAsBefore, [EnumeratorCancellation] CancellationToken stop)
    {
        try
        {
            // Said at once, so that the browser knows it is connected.
            yield return new("", "beat") { ReconnectionInterval = TimeSpan.FromSeconds(1) };
            for (var quiet = TimeSpan.Zero; ;)
            {
                var told = await Next(subscription, stop);
                if (stop.IsCancellationRequested || !isAsBefore())
                    break;
                quiet = told is null ? quiet + Look : TimeSpan.Zero;
                if (quiet >= Beat)
                {
                    quiet = TimeSpan.Zero;
                    yield return new("", "beat");
                }
                if (told is { IsReset: true })
                    yield return new("", "reset") { EventId = Id(told.Seq) };
                foreach (var change in told?.Changes ?? [])
                    yield return new(JsonSerializer.Serialize(Row.Of(change), LiveJson.Default.Row), "order") { EventId = Id(change.Seq) };
            }
        }
        finally
        {
            feed.End(subscription);
        }
    }

    // The end of the request is no failure: it ends the telling.
    private static async Task<News?> Next(Subscription subscription, CancellationToken stop)
    {
        try
        {
            await Task.Delay(Rest, stop);
            return await subscription.Next(Look, stop);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static string Id(long seq) => seq.ToString(CultureInfo.InvariantCulture);

    internal sealed record Row(
        string Store, string Order, long Seq, long Version, string Type, string? Status, string? Phase, DateTimeOffset At)
    {
        public static Row Of(LiveChange c) => new(c.Stream.Store, c.Stream.OrderId, c.Seq, c.Version, c.Type, c.Status, c.Phase, c.At);
    }
}

[JsonSerializable(typeof(LiveRoute.Row))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class LiveJson : JsonSerializerContext;
