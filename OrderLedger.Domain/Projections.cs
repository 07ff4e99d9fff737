namespace OrderLedger.Domain;

/// <summary>
/// Everything derived from events. The writer applies the events of one batch, verify and a rebuild all of them:
/// the same code, so that they cannot disagree.
/// </summary>
public sealed class Projections
{
    public Dictionary<StreamKey, Order> Orders { get; } = [];

    public Dictionary<StreamKey, OrderDetails> Details { get; } = [];

    /// <summary>What the applied events add to the KPI table; a cell that comes out at nothing is left out.</summary>
    public Dictionary<KpiCell, KpiSum> Kpis { get; } = [];

    /// <summary>What the applied events add to the table of sources.</summary>
    public Dictionary<SourceDay, SourceSum> Sources { get; } = [];

    /// <summary>The entry of the event just applied.</summary>
    public Entry Apply(Recorded r, Store store)
    {
        var before = Orders.GetValueOrDefault(r.Stream);
        var after = Orders[r.Stream] = Order.Apply(before, r);
        Details[r.Stream] = OrderDetails.Apply(Details.GetValueOrDefault(r.Stream), r);
        Kpi.Add(before, after, store, Kpis);
        var entry = Entry.Of(before, r, after);
        Kpi.Add(entry, store, Sources);
        return entry;
    }
}
