namespace OrderLedger.Api.Ledger.Writing;

/// <summary>
/// The details that the writer used last, each with the version of its row. A batch reads those rows only that have another version by now,
/// so an order whose details stay as they are is pushed to without reading them again. Belongs to one connection and is not shared.
/// </summary>
internal sealed class DetailsMemory
{
    /// <summary>Most bytes of JSON text kept, 48 MiB; in memory it is about three times as much.</summary>
    private const long BytesMax = 48L << 20;

    /// <summary>Larger details are not kept, in bytes: one batch could not push out what it asked about.</summary>
    private const int EachMax = 8 << 10;

    private readonly Recent<OrderDetails> recent = new(BytesMax);
    private uint table;

    /// <summary>The table that the rows are of. A rebuild puts another in its place, whose rows may differ at the same version.</summary>
    public uint Table
    {
        get => table;
        set
        {
            if (table == value)
                return;
            table = value;
            recent.Clear();
        }
    }

    /// <summary>The version of what is kept of this order, or null.</summary>
    public long? VersionOf(StreamKey stream) => recent.VersionOf(stream);

    /// <exception cref="KeyNotFoundException">Nothing is kept of this order.</exception>
    public OrderDetails this[StreamKey stream] => recent[stream];

    public void Keep(StreamKey stream, long version, OrderDetails details, int size)
    {
        if (size > EachMax)
            recent.Forget(stream);
        else
            recent.Keep(stream, version, details, size);
    }
}
