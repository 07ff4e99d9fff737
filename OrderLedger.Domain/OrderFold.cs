namespace OrderLedger.Domain;

/// <summary>
/// One order's stream, folded event by event: the order, its details, and the entry of each event. It also remembers how the order was when
/// the fold began, because a KPI counts the difference.
/// </summary>
public sealed class OrderFold(StreamKey stream, Order? before = null, OrderDetails? details = null)
{
    public StreamKey Stream => stream;

    /// <summary>The order as it was found; null when the stream had no event.</summary>
    public Order? Before { get; private set; } = before;

    /// <summary>The order after the events applied so far; null before the first.</summary>
    public Order? Order { get; private set; } = before;

    public OrderDetails? Details { get; private set; } = details;

    /// <summary>The event applied last; null when none was.</summary>
    public Recorded? Last { get; private set; }

    /// <summary>The last event applied that changed the details; null when none did.</summary>
    public Recorded? LastOfDetails { get; private set; }

    /// <returns>The event as the audit reads it.</returns>
    /// <exception cref="InvalidOperationException">The event cannot follow: the ledger contradicts itself. Nothing has changed.</exception>
    public Entry Apply(Recorded r)
    {
        var (from, to) = (Order, Domain.Order.Apply(Order, r));
        (Order, Last) = (to, r);
        if (OrderDetails.ChangesBy(r.Event))
            (Details, LastOfDetails) = (OrderDetails.Apply(Details, r), r);
        return Entry.Of(from, r, to);
    }

    /// <summary>Counts as found what was applied so far: the next difference begins here.</summary>
    public void Settle() => (Before, Last, LastOfDetails) = (Order, null, null);
}
