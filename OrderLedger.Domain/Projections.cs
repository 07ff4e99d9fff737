namespace OrderLedger.Domain;

/// <summary>
/// Everything that is derived from events. The writer, Marten's inline projection, a rebuild, verify and time travel all fold by this code,
/// so they cannot disagree.
/// </summary>
public sealed class Projections
{
    private readonly Dictionary<StreamKey, OrderFold> folds = [];
    private readonly List<(OrderFold Fold, Store Store)> changed = [];
    private OrderFold? last;

    /// <summary>The streams that got an event since the last <see cref="Settle"/>, in the order of their first one.</summary>
    public IEnumerable<OrderFold> Changed => changed.Select(c => c.Fold);

    /// <summary>The sums that the events applied since the last <see cref="Settle"/> add to the table of sources.</summary>
    public Dictionary<SourceDay, SourceSum> Sources { get; } = [];

    /// <summary>How many streams are known.</summary>
    public int Count => folds.Count;

    /// <summary>The stream as far as it is known; null where nothing is.</summary>
    public OrderFold? this[StreamKey stream] => folds.GetValueOrDefault(stream);

    /// <summary>Starts a stream from what its events left so far.</summary>
    public void Know(StreamKey stream, Order? order, OrderDetails? details)
    {
        folds[stream] = new(stream, order, details);
        last = null;
    }

    /// <returns>The event as the audit reads it.</returns>
    /// <exception cref="InvalidOperationException">The event cannot follow: the ledger contradicts itself. Nothing has changed.</exception>
    public Entry Apply(Recorded r, Store store)
    {
        var fold = Of(r.Stream);
        var isFirst = fold.Last is null;
        var entry = fold.Apply(r);
        if (isFirst)
            changed.Add((fold, store));
        Kpi.Add(entry, store, Sources);
        return entry;
    }

    /// <summary>
    /// Adds what the events applied since the last <see cref="Settle"/> are worth. A cell that comes out at nothing is left out. Per stream
    /// this is the order now less the order as it was found: what lies between cancels out.
    /// </summary>
    public void AddKpis(Dictionary<KpiCell, KpiSum> to)
    {
        foreach (var (fold, store) in changed)
            Kpi.Add(fold.Before, fold.Order!, store, to);
    }

    /// <summary>Counts as found what was applied so far.</summary>
    public void Settle()
    {
        foreach (var (fold, _) in changed)
            fold.Settle();
        changed.Clear();
        Sources.Clear();
    }

    /// <summary>Forgets every stream, but not what they brought to <see cref="Sources"/>.</summary>
    public void Forget()
    {
        folds.Clear();
        changed.Clear();
        last = null;
    }

    // A rebuild reads streams one after the other, so the next event mostly belongs to the same one.
    private OrderFold Of(StreamKey stream)
    {
        if (last is { } same && same.Stream == stream)
            return same;
        if (!folds.TryGetValue(stream, out var fold))
            folds[stream] = fold = new(stream);
        return last = fold;
    }
}
