namespace OrderLedger.Api.Pushes.Refused;

/// <summary>The pushes that were tried, without bodies; <c>IsAll</c> when the filter chooses no more than that.</summary>
public sealed record Replays(IReadOnlyList<RejectedPush> Tried, bool IsAll);

/// <summary>
/// Carries a kept push out again, as a push like any other: through the server's own routing, access and endpoints, from the one who
/// replays it. It has the sender's idempotency key or one of its own, so two replays at once append one event; one that succeeded is not
/// run again.
/// </summary>
public sealed class Replay(ServerPipeline pipeline, RejectedPushes pushes, IServiceProvider services, TimeProvider clock)
{
    public const string IdempotencyKey = "Idempotency-Key";
    public const string DeliveryId = "X-WC-Webhook-Delivery-ID";

    /// <summary>Most pushes replayed in one request.</summary>
    public const int CountMax = 1_000;

    // Below the time an answer may take; what is left is replayed by asking again.
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(20);

    /// <summary>Tries what the filter chooses, the oldest first, for as long as an answer may take.</summary>
    /// <exception cref="Ledger.Writing.LedgerUnavailableException">Not now; what is left stays as it is.</exception>
    public async Task<Replays> RunAll(RejectedFilter filter, Caller caller, Sender by, CancellationToken stop)
    {
        var (tried, started) = (new List<RejectedPush>(), clock.GetTimestamp());
        var chosen = await pushes.Oldest(filter, stop);
        foreach (var id in chosen)
        {
            if (clock.GetElapsedTime(started) > TimeMax)
                return new(tried, IsAll: false);
            if (await pushes.Find(caller.Store.Name, id, stop) is { } push)
                tried.Add(await Run(push, caller, by, stop) with { Body = null });
        }
        return new(tried, chosen.Count < filter.Limit);
    }

    /// <summary>Tries the push again and notes what came of it.</summary>
    /// <param name="push">As it was kept, with its body.</param>
    /// <param name="caller">Who replays it: the actor in the history. Its store is the push's.</param>
    /// <param name="by">As the replay is recorded; its request id is the correlation id of the events it leads to.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="Ledger.Writing.LedgerUnavailableException">Not now; the push stays as it is.</exception>
    public async Task<RejectedPush> Run(RejectedPush push, Caller caller, Sender by, CancellationToken stop)
    {
        if (push.Store != caller.Store.Name)
            throw new ArgumentException("A push is replayed by its own store.", nameof(caller));
        if (push.State == RejectedPush.Replayed)
            return push;
        using var answer = new MemoryStream();
        await using var scope = services.CreateAsyncScope();
        var context = Request(push, caller, by.RequestId!);
        (context.RequestServices, context.Response.Body, context.RequestAborted) = (scope.ServiceProvider, answer, stop);
        await pipeline.Run(context);

        var status = context.Response.StatusCode;
        // The ledger may know of it already: what is noted now must not be lost to a sender who hangs up.
        return await pushes.Mark(push with
        {
            Status = status,
            Reason = status < 300 ? push.Reason : RefusalReason.Of(answer.ToArray()),
            State = status < 300 ? RejectedPush.Replayed : push.State,
            Answer = answer.ToArray(),
        }, by, CancellationToken.None);
    }

    private static DefaultHttpContext Request(RejectedPush push, Caller caller, string requestId)
    {
        var context = new DefaultHttpContext { TraceIdentifier = requestId };
        context.Features.Set(new Standing(caller));
        // It was read once, by the limits of its route.
        context.Features.Set(new Received(push.Body!));
        var request = context.Request;
        request.Method = push.Method;
        request.Path = push.Path;
        request.QueryString = new(push.Query);
        request.Body = new MemoryStream(push.Body!, writable: false);
        request.ContentLength = push.Body!.Length;
        foreach (var (name, value) in push.Headers)
            request.Headers[name] = value;
        // WooCommerce names a delivery by its id, all others by the key; a dialect that reads one does not look at the other.
        foreach (var name in (string[])[IdempotencyKey, DeliveryId])
            if (!request.Headers.ContainsKey(name))
                request.Headers[name] = $"rejected-push-{push.Id:n}";
        return context;
    }
}
