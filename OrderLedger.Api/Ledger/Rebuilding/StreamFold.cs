namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>Folds whole streams, one after the other, into the rows of the new tables.</summary>
internal sealed class StreamFold(IReadOnlyDictionary<string, Store> stores, ProjectionRows rows)
{
    private Store? store;
    private Written<Order>? order;
    private Written<OrderDetails>? details;

    public long Events { get; private set; }

    public void Next(Recorded r)
    {
        if (order is { } known && known.Stream != r.Stream)
            End();
        if (order is null)
            store = stores.GetValueOrDefault(r.Stream.Store) ?? throw RebuildException.NoStore(r.Stream);
        if (r.Version != (order?.Version ?? 0) + 1)
            throw new RebuildException($"{r.Stream}: version {r.Version} follows version {order?.Version ?? 0}.");

        var before = order?.View;
        var after = Follow(before, r);
        order = new(r.Stream, after, r.Version, r.At);
        if (rows.HasOrders && OrderDetails.ChangesBy(r.Event))
            details = new(r.Stream, OrderDetails.Apply(details?.View, r), r.Version, r.At);
        rows.Add(Entry.Of(before, r, after), store!);
        Events++;
    }

    private static Order Follow(Order? before, Recorded r)
    {
        try
        {
            return Order.Apply(before, r);
        }
        catch (InvalidOperationException contradiction)
        {
            throw new RebuildException(contradiction.Message, contradiction);
        }
    }

    /// <summary>The last stream has no more events.</summary>
    public void End()
    {
        if (order is { } last)
            rows.Add(last, details, store!);
        (order, details) = (null, null);
    }
}
