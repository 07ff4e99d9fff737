namespace OrderLedger.Api.Storage.Writing;

/// <summary>
/// The details that the writer read last, each with the version of its row. A batch asks for those rows only that have another version by now,
/// so an order whose details stay as they are is pushed to without reading them again. Belongs to one connection and is not shared.
/// A batch is far smaller than a generation: what it asked about is still there when it is read.
/// </summary>
internal sealed class DetailsMemory
{
    /// <summary>Most details kept.</summary>
    private const int CountMax = 20_000;

    /// <summary>Larger details are not kept, in bytes of JSON text.</summary>
    private const int BytesMax = 8 << 10;

    // Two generations: what was not asked for while one filled up is forgotten with it.
    private Dictionary<StreamKey, Known> young = [];
    private Dictionary<StreamKey, Known> old = [];

    private sealed record Known(long Version, OrderDetails Details);

    /// <summary>The version of what is kept of this order, or null.</summary>
    public long? VersionOf(StreamKey stream) => Find(stream)?.Version;

    /// <exception cref="KeyNotFoundException">Nothing is kept of this order.</exception>
    public OrderDetails this[StreamKey stream] => Find(stream)?.Details ?? throw new KeyNotFoundException($"{stream}");

    public void Keep(StreamKey stream, long version, OrderDetails details, int bytes)
    {
        if (bytes > BytesMax)
            young.Remove(stream);
        else
            Add(stream, new(version, details));
    }

    private Known? Find(StreamKey stream)
    {
        if (young.TryGetValue(stream, out var known))
            return known;
        if (!old.Remove(stream, out known))
            return null;
        Add(stream, known);
        return known;
    }

    private void Add(StreamKey stream, Known known)
    {
        if (young.Count >= CountMax / 2)
            (old, young) = (young, []);
        young[stream] = known;
    }
}
