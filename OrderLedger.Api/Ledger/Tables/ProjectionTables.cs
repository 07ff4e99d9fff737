using Marten;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>Queues what the projections' tables are to hold after a unit of work, a statement for each table.</summary>
internal static class ProjectionTables
{
    /// <summary>The rows of all projections, for events that Marten has appended: their places in the ledger are looked up.</summary>
    public static void Queue(IDocumentOperations session, Projections projections, IReadOnlyCollection<Entry> entries,
        TableSet tables = default)
    {
        QueueViews(session, projections, tables);
        session.QueueOperation(EntryTable.Insert(entries, tables));
    }

    /// <summary>The orders, their details and the sums.</summary>
    public static void QueueViews(IDocumentOperations session, Projections projections, TableSet tables = default)
    {
        session.QueueOperation(OrderTables.Orders.Upsert([.. projections.Changed], tables));
        if (projections.Changed.Where(f => f.LastOfDetails is not null).ToList() is { Count: > 0 } details)
            session.QueueOperation(OrderTables.Details.Upsert(details, tables));
        var kpis = new Dictionary<KpiCell, KpiSum>();
        projections.AddKpis(kpis);
        if (kpis.Count > 0)
            session.QueueOperation(SumTables.Kpis.Upsert(kpis, tables));
        if (projections.Sources.Count > 0)
            session.QueueOperation(SumTables.Sources.Upsert(projections.Sources, tables));
    }
}
