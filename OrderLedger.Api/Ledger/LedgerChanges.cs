using System.Text.Json;
using Marten;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Tables;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// What one unit of work adds to the ledger: each event is folded and chained as it is recorded, and all rows that follow from the events are queued
/// into Marten's session, a statement for each table. The writer, recorded actions and Marten's inline projection all go this way.
/// </summary>
/// <param name="projections">The orders as they are before the first event.</param>
/// <param name="chain">The place and the leaves that the new leaves follow.</param>
internal sealed class LedgerChanges(Projections projections, Chain chain)
{
    private readonly List<Appended> appended = [];
    private readonly List<Entry> entries = [];

    public IReadOnlyList<Appended> Appended => appended;

    public IReadOnlyList<Entry> Entries => entries;

    public Projections Projections => projections;

    public bool IsEmpty => appended.Count == 0;

    /// <param name="r">The event; its place in the ledger is not known yet.</param>
    /// <param name="store">The order's store.</param>
    /// <param name="data">The event's JSON as it is stored.</param>
    /// <returns>Its leaf.</returns>
    /// <exception cref="InvalidOperationException">The event cannot follow. Nothing has changed.</exception>
    public LeafRow Record(Recorded r, Store store, string data)
    {
        entries.Add(projections.Apply(r, store));
        return Chain(new(r.Stream, r.Version, EventTypes.NameOf(r.Event), r.Id, r.At, r.Sender, [], null), data, EventTypes.DotNetNameOf(r.Event), "order");
    }

    /// <summary>An operator's action: it has a leaf, and no projection knows it.</summary>
    /// <param name="action">What was done.</param>
    /// <param name="subject">Its place in the stream of actions, its time and who did it.</param>
    public void Record(AdminAction action, Leaf subject)
    {
        // A delivery is a push's: what no column keeps for an action cannot be proven.
        var named = subject with { Type = action.Type, Sender = subject.Sender with { DeliveryId = null } };
        Chain(named, JsonSerializer.Serialize(new(action.Data), StoredJson.Stored.DictionaryStringString), ActionTypes.DotNetNameOf(action.Type), "action");
    }

    /// <summary>Queues the events themselves. For a session that has not appended them through Marten.</summary>
    public void QueueEvents(IDocumentOperations session)
    {
        var latest = new Dictionary<StreamKey, Appended>();
        foreach (var a in appended)
            latest[a.Subject.Stream] = a;
        session.QueueOperation(EventTable.Advance(latest.Values));
        session.QueueOperation(EventTable.Append(appended));
    }

    /// <summary>Queues what follows from the events: views, sums, entries and leaves.</summary>
    public void QueueRows(IDocumentOperations session)
    {
        QueueProjections(session);
        session.QueueOperation(LeafTable.Insert(appended));
    }

    /// <summary>Queues the rows of the projections alone.</summary>
    public void QueueProjections(IDocumentOperations session, TableSet tables = default)
    {
        if (entries.Count == 0)
            return;
        session.QueueOperation(OrderTables.Orders.Upsert([.. projections.Changed], tables));
        if (projections.Changed.Where(f => f.LastOfDetails is not null).ToList() is { Count: > 0 } details)
            session.QueueOperation(OrderTables.Details.Upsert(details, tables));
        var kpis = new Dictionary<KpiCell, KpiSum>();
        projections.AddKpis(kpis);
        if (kpis.Count > 0)
            session.QueueOperation(SumTables.Kpis.Upsert(kpis, tables));
        if (projections.Sources.Count > 0)
            session.QueueOperation(SumTables.Sources.Upsert(projections.Sources, tables));
        session.QueueOperation(EntryTable.Insert(entries, tables));
    }

    private LeafRow Chain(Leaf subject, string data, string dotNetType, string streamType)
    {
        using var json = JsonDocument.Parse(data);
        var leaf = chain.Add(subject, json.RootElement);
        appended.Add(new(subject, data, dotNetType, streamType, leaf));
        return leaf;
    }
}
