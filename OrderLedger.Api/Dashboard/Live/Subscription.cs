namespace OrderLedger.Api.Dashboard.Live;

/// <summary>The changes that one browser is told next, in the order of their places, or that there were too many to tell.</summary>
public sealed record News(IReadOnlyList<LiveChange> Changes, bool IsReset, long Seq);

/// <summary>
/// The changes that one browser has not been told yet. A slow one finds the newest state of each order and not all that led to it; what
/// waits is bounded.
/// </summary>
/// <param name="stores">Whose orders it may hear of.</param>
/// <param name="after">The place up to which it knows everything.</param>
internal sealed class Subscription(IReadOnlySet<string> stores, long after) : IDisposable
{
    /// <summary>Most orders that wait; above it the browser is told to look for itself.</summary>
    public const int OrdersMax = 1_000;

    private readonly Lock guard = new();
    private readonly SemaphoreSlim something = new(0, 1);
    private Dictionary<StreamKey, LiveChange> waiting = [];
    private bool isReset;
    private long seq = after;

    /// <summary>The place up to which everything was offered.</summary>
    public long Seq
    {
        get
        {
            lock (guard)
                return seq;
        }
    }

    /// <summary>Adds a change. One that is older than what is known already is not told again.</summary>
    public void Offer(IReadOnlyList<LiveChange> changes)
    {
        lock (guard)
        {
            foreach (var change in changes.Where(c => c.Seq > seq))
            {
                seq = change.Seq;
                if (!isReset && stores.Contains(change.Stream.Store))
                    waiting[change.Stream] = change.After(waiting.GetValueOrDefault(change.Stream));
            }
            if (waiting.Count > OrdersMax)
                Reset();
            if ((isReset || waiting.Count > 0) && something.CurrentCount == 0)
                something.Release();
        }
    }

    /// <summary>Skips to this place: what lies before it was missed, and is not told one by one any more.</summary>
    public void Skip(long upTo)
    {
        lock (guard)
        {
            seq = upTo;
            Reset();
            if (something.CurrentCount == 0)
                something.Release();
        }
    }

    /// <summary>Waits for what came since; null when nothing did for so long.</summary>
    public async Task<News?> Next(TimeSpan patience, CancellationToken stop)
    {
        if (!await something.WaitAsync(patience, stop))
            return null;
        lock (guard)
        {
            var told = new News([.. waiting.Values.OrderBy(c => c.Seq)], isReset, seq);
            waiting = [];
            isReset = false;
            return told;
        }
    }

    public void Dispose() => something.Dispose();

    private void Reset()
    {
        isReset = true;
        waiting = [];
    }
}
