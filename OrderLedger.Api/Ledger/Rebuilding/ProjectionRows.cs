using OrderLedger.Api.Ledger.Copying;
using OrderLedger.Api.Ledger.Tables;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>Folded streams as rows: views and entries to copy, KPIs and sources as sums to add.</summary>
internal sealed class ProjectionRows(IReadOnlyCollection<Projection> rebuilt, Func<string, string> tableOf)
{
    private readonly CopyRows orders = OrderTables.Orders.Copied(tableOf(OrderTables.Orders.Name));
    private readonly CopyRows details = OrderTables.Details.Copied(tableOf(OrderTables.Details.Name));
    private readonly CopyRows entries = EntryTable.Entries.Copied(tableOf(EntryTable.Entries.Name));
    private readonly Projections projections = new();

    /// <summary>Rows of the tables that a rebuild makes beside the live ones.</summary>
    public static ProjectionRows New(IReadOnlyCollection<Projection> rebuilt) => new(rebuilt, table => TableSet.New.Named(table));

    public bool HasOrders { get; } = rebuilt.Contains(Projection.Orders);

    public bool HasKpis { get; } = rebuilt.Contains(Projection.Kpi);

    public bool HasVisits { get; } = rebuilt.Contains(Projection.Visits);

    public Dictionary<KpiCell, KpiSum> Kpis { get; } = [];

    public Dictionary<SourceDay, SourceSum> Sources => projections.Sources;

    public int Bytes => orders.Bytes + details.Bytes + entries.Bytes;

    /// <summary>The next event of the stream under way.</summary>
    /// <exception cref="InvalidOperationException">It cannot follow.</exception>
    public void Add(Recorded r, Store store)
    {
        var entry = projections.Apply(r, store);
        if (HasVisits)
            EntryTable.Entries.Copy(entries, entry);
    }

    public void Add(Entry entry) => EntryTable.Entries.Copy(entries, entry);

    /// <summary>The stream under way has no more events.</summary>
    public void EndStream()
    {
        if (HasKpis)
            projections.AddKpis(Kpis);
        if (HasOrders)
            foreach (var fold in projections.Changed)
            {
                OrderTables.Orders.Copy(orders, fold);
                if (fold.LastOfDetails is not null)
                    OrderTables.Details.Copy(details, fold);
            }
        projections.Forget();
    }

    /// <summary>
    /// The stream under way contradicts itself: nothing is said of it but what its events brought to the sums of sources.
    /// </summary>
    public void DropStream() => projections.Forget();

    /// <summary>Sends the rows; the sums stay.</summary>
    public void Send(NpgsqlConnection connection)
    {
        orders.Send(connection);
        details.Send(connection);
        entries.Send(connection);
    }

    public void Clear()
    {
        orders.Clear();
        details.Clear();
        entries.Clear();
        projections.Forget();
        Kpis.Clear();
        Sources.Clear();
    }
}
