namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>
/// An order as one of its events left it, with the id of that event: proof that the stream is still the one it was folded from.
/// </summary>
internal sealed record Waypoint(long Version, Guid EventId, Order Order);

/// <summary>
/// Orders on the way through long streams, in memory, so that not every look at such a past begins at its first event. What an order is
/// holds nothing personal and no later event changes it; its details are not kept, for an erasure changes those.
/// </summary>
internal sealed class Waypoints
{
    /// <summary>Events from one to the next.</summary>
    public const int Apart = 250;

    /// <summary>Most streams known, and most of each: what was not asked for longest is forgotten, what lies beyond is folded.</summary>
    public const int StreamsMax = 100;

    private const int OfStreamMax = 1_000;

    private readonly Lock guard = new();
    private readonly Dictionary<StreamKey, Way> ways = [];
    private long asked;

    private sealed class Way
    {
        public List<Waypoint> Points { get; } = [];

        public long AskedLast { get; set; }
    }

    /// <summary>The last one at or before a version; null where none is known.</summary>
    public Waypoint? Before(StreamKey stream, long version)
    {
        lock (guard)
        {
            if (!ways.TryGetValue(stream, out var way))
                return null;
            way.AskedLast = ++asked;
            return way.Points.FindLast(p => p.Version <= version);
        }
    }

    /// <summary>Keeps the order where its stream is a waypoint long; most are not.</summary>
    public void Pass(Recorded r, Order after)
    {
        if (r.Version % Apart != 0)
            return;
        lock (guard)
        {
            if (!ways.TryGetValue(r.Stream, out var way))
            {
                if (ways.Count == StreamsMax)
                    ways.Remove(ways.MinBy(w => w.Value.AskedLast).Key);
                ways[r.Stream] = way = new() { AskedLast = ++asked };
            }
            // In their order and without a hole, whoever folds at the same time.
            if (r.Version == (way.Points.Count + 1L) * Apart && way.Points.Count < OfStreamMax)
                way.Points.Add(new(r.Version, r.Id, after));
        }
    }

    /// <summary>The stream is another one than it was.</summary>
    public void Forget(StreamKey stream)
    {
        lock (guard)
            ways.Remove(stream);
    }
}
