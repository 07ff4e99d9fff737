using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// The inline projection: whoever appends events through Marten gets the views, sums, entries and leaves that follow from them, in the same transaction.
/// It takes the writer's lock first, so that places in the ledger go on rising with the commits. The writer itself queues the same rows and skips it,
/// because it has folded its batch already.
/// </summary>
public sealed class LedgerProjection : IProjection
{
    /// <exception cref="InvalidOperationException">An event cannot follow, or is of a store or a type that the ledger does not know.</exception>
    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var session = (IDocumentSession)operations;
        // A session that has begun no transaction would let go of the lock at once.
        await session.BeginTransactionAsync(cancellation);
        var known = await ForeignLoad.Run(session, events, cancellation);
        var changes = new LedgerChanges(known.Projections, new Chain(known.NextPlace, known.Leaves));
        foreach (var e in events)
        {
            // Marten sends the event's own time, and only after this.
            e.Timestamp = known.Now;
            Record(changes, known, e, session.DocumentStore.Options.Serializer().ToJson(e.Data));
        }
        changes.QueueRows(session);
    }

    private static void Record(LedgerChanges changes, Known known, IEvent e, string data)
    {
        var stream = e.Stream();
        if (e.Data is not OrderEvent said || stream.Store == ActionStreams.Tenant)
            throw new InvalidOperationException($"A {e.EventTypeName} is no event of an order. Events of another kind belong in a Marten store of their own.");
        var version = (changes.Projections[stream]?.Order?.Version ?? 0) + 1;
        changes.Record(new(0, e.Id, stream, version, known.Now, e.Sender(), said), known.StoreOf(stream), data);
    }
}
