namespace OrderLedger.Api.Ledger.Writing;

/// <summary>
/// Remembers what was used last of each stream, with the version it is of, up to a total size; what was used longest ago goes first. Not
/// shared between threads.
/// </summary>
/// <param name="sizeMax">Most that is kept, in whatever unit the sizes have.</param>
internal sealed class Recent<T>(long sizeMax)
{
    private readonly Dictionary<StreamKey, LinkedListNode<Kept>> byStream = [];
    private readonly LinkedList<Kept> lastUsedFirst = [];
    private long size;

    private sealed record Kept(StreamKey Stream, long Version, T Value, int Size);

    /// <summary>The version of what is kept of this stream, or null.</summary>
    public long? VersionOf(StreamKey stream)
    {
        if (!byStream.TryGetValue(stream, out var node))
            return null;
        lastUsedFirst.Remove(node);
        lastUsedFirst.AddFirst(node);
        return node.Value.Version;
    }

    /// <exception cref="KeyNotFoundException">Nothing is kept of this stream.</exception>
    public T this[StreamKey stream] => byStream[stream].Value.Value;

    public void Keep(StreamKey stream, long version, T value, int ofSize)
    {
        Forget(stream);
        byStream[stream] = lastUsedFirst.AddFirst(new Kept(stream, version, value, ofSize));
        size += ofSize;
        while (size > sizeMax)
            Forget(lastUsedFirst.Last!.Value.Stream);
    }

    public void Forget(StreamKey stream)
    {
        if (!byStream.Remove(stream, out var node))
            return;
        lastUsedFirst.Remove(node);
        size -= node.Value.Size;
    }

    public void Clear()
    {
        byStream.Clear();
        lastUsedFirst.Clear();
        size = 0;
    }
}
