using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Feed;

/// <summary>
/// The newest events of all stores, held in memory for all listeners together: the ledger is followed once, however many listen, and only
/// while somebody does. Holds nothing personal, because an erasure would not reach it.
/// </summary>
public sealed class RecentEvents(
    LedgerTail tail, OutwardEvents events, LedgerReader ledger, FeedSettings settings, ILogger<RecentEvents> log) : SideWork
{
    /// <summary>At least as many stay in memory. A listener that is farther behind reads the ledger.</summary>
    public const int KeptMax = 5_000;

    private const long Nothing = -1;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock guard = new();
    private readonly List<Kept> kept = [];
    private readonly SemaphoreSlim wanted = new(0);
    private TaskCompletionSource moved = NewSignal();
    private bool isFollowing;
    private int listeners;

    // All events with a seq above the one and up to the other are here.
    private long from;
    private long upto = Nothing;

    /// <summary>Completes when there is something new next. To be taken before looking.</summary>
    public Task Moved => Volatile.Read(ref moved).Task;

    /// <summary>A listener's place, to be disposed of at its end; null when all are taken.</summary>
    public IDisposable? Enter()
    {
        lock (guard)
        {
            if (listeners >= settings.ListenersMax)
                return null;
            listeners++;
            if (!isFollowing)
                wanted.Release();
            isFollowing = true;
            return new Listener(this);
        }
    }

    /// <summary>The next events; null when they are not all in memory.</summary>
    public FeedPage? After(FeedAsk ask, long seq, int count)
    {
        lock (guard)
        {
            if (seq < from || seq > upto)
                return null;
            var told = kept.Skip(kept.FindLastIndex(k => k.Seq <= seq) + 1)
                .Where(k => k.Store == ask.Store && ask.Filter.Passes(k.Type, k.Status, k.Phase)).Take(count).ToList();
            return new([.. told.Select(k => k.Told)], told.Count == count ? told[^1].Seq : upto, upto);
        }
    }

    protected override async Task Work(CancellationToken stoppingToken)
    {
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            await wanted.WaitAsync(stoppingToken);
            try
            {
                var head = await ledger.Head(stoppingToken);
                Forget(head, head);
                var isHeard = true;
                await foreach (var chunk in tail.Follow(head, events.After, e => e.Recorded.Seq, stoppingToken))
                {
                    isAway = false;
                    isHeard = Keep(chunk);
                    if (!isHeard)
                        break;
                }
                // The ledger was set back: it is followed from where it stands.
                if (isHeard)
                    wanted.Release();
            }
            // A connection that breaks says so in several ways; what cannot be read is no reason to stop the server. Listeners read the
            // ledger themselves until it can be followed.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isAway)
                    log.FeedAway(Outage.Traced(failure));
                isAway = true;
                Forget(0, Nothing);
                wanted.Release();
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    // False when nobody listens any more.
    private bool Keep(IReadOnlyList<OutwardEvent> chunk)
    {
        lock (guard)
        {
            isFollowing = listeners > 0;
            if (isFollowing)
                Add(chunk);
            else
                Forget(0, Nothing);
            Wake();
            return isFollowing;
        }
    }

    private void Add(IReadOnlyList<OutwardEvent> chunk)
    {
        kept.AddRange(chunk.Select(Kept.Of));
        upto = kept[^1].Seq;
        if (kept.Count < 2 * KeptMax)
            return;
        from = kept[kept.Count - KeptMax - 1].Seq;
        kept.RemoveRange(0, kept.Count - KeptMax);
    }

    private void Forget(long after, long known)
    {
        lock (guard)
        {
            kept.Clear();
            (from, upto) = (after, known);
        }
        Wake();
    }

    private void Wake() => Interlocked.Exchange(ref moved, NewSignal()).SetResult();

    private void Leave()
    {
        lock (guard)
            listeners--;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Kept(long Seq, string Store, string Type, FedEvent Told)
    {
        public string? Status { get; init; }

        public string? Phase { get; init; }

        public static Kept Of(OutwardEvent e) => new(
            e.Recorded.Seq, e.Recorded.Stream.Store, EventTypes.NameOf(e.Recorded.Event), FedEvent.Of(e, details: false))
        {
            Status = e.Status,
            Phase = e.Phase,
        };
    }

    private sealed class Listener(RecentEvents heard) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
                heard.Leave();
        }
    }
}
