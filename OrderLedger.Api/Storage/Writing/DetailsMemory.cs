namespace OrderLedger.Api.Storage.Writing;

/// <summary>
/// The details that the writer used last, each with the version of its row. A batch reads those rows only that have another version by now,
/// so an order whose details stay as they are is pushed to without reading them again. Belongs to one connection and is not shared.
/// </summary>
internal sealed class DetailsMemory
{
    /// <summary>Most bytes of JSON text kept, 48 MiB; in memory it is about three times as much. What was used longest ago goes first.</summary>
    private const long BytesMax = 48L << 20;

    /// <summary>Larger details are not kept, in bytes: one batch could not push out what it asked about.</summary>
    private const int EachMax = 8 << 10;

    private readonly Dictionary<StreamKey, LinkedListNode<Known>> byStream = [];
    private readonly LinkedList<Known> lastUsedFirst = [];
    private long bytes;
    private uint table;

    private sealed record Known(StreamKey Stream, long Version, OrderDetails Details, int Bytes);

    /// <summary>The table that the rows are of. A rebuild puts another in its place, whose rows may differ at the same version.</summary>
    public uint Table
    {
        get => table;
        set
        {
            if (table == value)
                return;
            table = value;
            byStream.Clear();
            lastUsedFirst.Clear();
            bytes = 0;
        }
    }

    /// <summary>The version of what is kept of this order, or null.</summary>
    public long? VersionOf(StreamKey stream)
    {
        if (!byStream.TryGetValue(stream, out var node))
            return null;
        lastUsedFirst.Remove(node);
        lastUsedFirst.AddFirst(node);
        return node.Value.Version;
    }

    /// <exception cref="KeyNotFoundException">Nothing is kept of this order.</exception>
    public OrderDetails this[StreamKey stream] => byStream[stream].Value.Details;

    public void Keep(StreamKey stream, long version, OrderDetails details, int size)
    {
        if (byStream.TryGetValue(stream, out var before))
            Forget(before);
        if (size > EachMax)
            return;
        byStream[stream] = lastUsedFirst.AddFirst(new Known(stream, version, details, size));
        bytes += size;
        while (bytes > BytesMax)
            Forget(lastUsedFirst.Last!);
    }

    private void Forget(LinkedListNode<Known> node)
    {
        lastUsedFirst.Remove(node);
        byStream.Remove(node.Value.Stream);
        bytes -= node.Value.Bytes;
    }
}
