using Marten;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Tables;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// Everything one unit of work adds to the ledger: each event is folded and chained as it is recorded, and all rows that follow from the
/// events are queued into Marten's session, a statement for each table. The writer, recorded actions and Marten's inline projection all go
/// this way.
/// </summary>
/// <param name="projections">The orders as they are before the first event.</param>
/// <param name="chain">The place and the leaves that the new leaves follow.</param>
internal sealed class LedgerChanges(Projections projections, Chain chain)
{
    private readonly List<Appended> appended = [];

    public IReadOnlyList<Appended> Appended => appended;

    public Projections Projections => projections;

    public bool IsEmpty => appended.Count == 0;

    /// <param name="r">The event; its place in the ledger is not known yet.</param>
    /// <param name="store">The order's store.</param>
    /// <param name="data">The event's JSON as it is stored.</param>
    /// <returns>Its leaf.</returns>
    /// <exception cref="InvalidOperationException">The event cannot follow. Nothing has changed.</exception>
    public LeafRow Record(Recorded r, Store store, string data)
    {
        var entry = projections.Apply(r, store);
        var subject = new Leaf(r.Stream, r.Version, EventTypes.NameOf(r.Event), r.Id, r.At, r.Sender, [], null);
        return Chain(subject, data, EventTypes.DotNetNameOf(r.Event), entry);
    }

    /// <summary>An operator's action: it has a leaf, and no projection knows it.</summary>
    /// <param name="action">What was done.</param>
    /// <param name="subject">Its place in the stream of actions, its time and who did it.</param>
    public void Record(AdminAction action, Leaf subject)
    {
        // A delivery is a push's: what no column keeps for an action cannot be proven.
        var named = subject with { Type = action.Type, Sender = subject.Sender with { DeliveryId = null } };
        Chain(named, JsonSerializer.Serialize(new(action.Data), StoredJson.Stored.DictionaryStringString),
            ActionTypes.DotNetNameOf(action.Type), null);
    }

    /// <summary>Queues the events and everything that follows from them. For a session that has not appended them through Marten.</summary>
    public void QueueAll(IDocumentOperations session)
    {
        if (appended.Where(a => a.Entry is not null).ToList() is { Count: > 0 } orders)
        {
            session.QueueOperation(EventTable.AppendOrders(orders));
            ProjectionTables.QueueViews(session, projections);
        }
        // After the events of orders, whose places in the tree come first.
        if (appended.Where(a => a.Entry is null).ToList() is { Count: > 0 } actions)
            session.QueueOperation(EventTable.AppendActions(actions));
    }

    /// <summary>Queues what follows from events that Marten itself appends: views, sums, entries and leaves.</summary>
    public void QueueRows(IDocumentOperations session)
    {
        ProjectionTables.Queue(session, projections, [.. appended.Select(a => a.Entry!)]);
        session.QueueOperation(LeafTable.Insert(appended));
    }

    private LeafRow Chain(Leaf subject, string data, string dotNetType, Entry? entry)
    {
        using var json = JsonDocument.Parse(data);
        var leaf = chain.Add(subject, json.RootElement);
        appended.Add(new(subject, data, dotNetType, leaf, entry));
        return leaf;
    }
}
