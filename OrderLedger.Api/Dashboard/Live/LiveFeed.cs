namespace OrderLedger.Api.Dashboard.Live;

/// <summary>Follows the ledger once, for all browsers together, and only while there is one.</summary>
internal sealed class LiveFeed(LedgerTail tail, LedgerReader ledger, ILogger<LiveFeed> log) : SideWork
{
    /// <summary>A browser that comes back from farther behind is told to look for itself, in places of the ledger.</summary>
    public const int MissedMax = 5_000;

    private const int ChunkMax = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(50);

    private readonly Lock telling = new();
    private readonly HashSet<Subscription> subscriptions = [];
    private readonly SemaphoreSlim wanted = new(0);
    private bool isFollowing;
    private long head;

    /// <summary>From now on or, with <paramref name="after"/>, from behind that place. To be ended by <see cref="End"/>.</summary>
    public async Task<Subscription> Begin(IReadOnlySet<string> stores, long? after, CancellationToken stop)
    {
        var now = await ledger.Head(stop);
        var subscription = new Subscription(stores, after ?? now);
        // A place that is not there any more: an older backup was restored.
        if (after > now)
            subscription.Skip(now);
        while (!Joins(subscription, now))
        {
            var missed = now - subscription.Seq > MissedMax ? [] : await ledger.After(subscription.Seq, ChunkMax, stop);
            now = await ledger.Head(stop);
            if (missed.Count == 0)
            {
                subscription.Skip(now);
                // The feed may be ahead of a ledger that was set back, until it looks.
                await Task.Delay(ReadPause, stop);
            }
            else
                subscription.Offer([.. missed.Select(LiveChange.Of)]);
        }
        return subscription;
    }

    public void End(Subscription subscription)
    {
        lock (telling)
            subscriptions.Remove(subscription);
        subscription.Dispose();
    }

    protected override async Task Work(CancellationToken stoppingToken)
    {
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            await wanted.WaitAsync(stoppingToken);
            try
            {
                Rewind(await ledger.Head(stoppingToken));
                var isHeard = true;
                await foreach (var chunk in tail.Follow(head, stoppingToken))
                {
                    isAway = false;
                    isHeard = Tell([.. chunk.Select(LiveChange.Of)]);
                    if (!isHeard)
                        break;
                }
                // The ledger was set back: it is followed from where it stands.
                if (isHeard)
                    wanted.Release();
            }
            // A connection that breaks says so in several ways; what cannot be read is no reason to stop the server. Open pages still fetch
            // themselves.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isAway)
                    log.LiveFeedAway(Outage.Traced(failure));
                isAway = true;
                wanted.Release();
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    // A browser that knows all up to the head hears all that follows; until then it reads.
    private bool Joins(Subscription subscription, long now)
    {
        lock (telling)
        {
            if (!isFollowing)
                head = now;
            if (subscription.Seq < head)
                return false;
            subscriptions.Add(subscription);
            if (!isFollowing)
                wanted.Release();
            return isFollowing = true;
        }
    }

    // An older backup was restored: what is told begins there again.
    private void Rewind(long now)
    {
        lock (telling)
        {
            if (now >= head)
                return;
            head = now;
            foreach (var subscription in subscriptions)
                subscription.Skip(now);
        }
    }

    // False when nobody listens any more.
    private bool Tell(IReadOnlyList<LiveChange> changes)
    {
        lock (telling)
        {
            head = changes[^1].Seq;
            foreach (var subscription in subscriptions)
                subscription.Offer(changes);
            return isFollowing = subscriptions.Count > 0;
        }
    }
}
