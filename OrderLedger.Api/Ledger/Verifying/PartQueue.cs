namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>The ledger in parts for several to take from, and how far they are together.</summary>
internal sealed class PartQueue(long after, long head, Action<long>? progress)
{
    private const int PartEvents = 20_000;

    private long next = after;
    private long events;
    private long orders;

    public long Events => Interlocked.Read(ref events);

    public long Orders => Interlocked.Read(ref orders);

    public (long After, long Upto)? Take()
    {
        var begins = Interlocked.Add(ref next, PartEvents) - PartEvents;
        return begins >= head ? null : (begins, Math.Min(begins + PartEvents, head));
    }

    public void Done(long partsEvents, long partsOrders)
    {
        Interlocked.Add(ref orders, partsOrders);
        progress?.Invoke(Interlocked.Add(ref events, partsEvents));
    }
}
