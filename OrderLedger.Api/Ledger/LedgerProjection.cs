using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Tables;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// The ledger's projection for Marten. Inline, whoever appends events gets the views, sums, entries and leaves that follow from them, in
/// the same transaction. It takes the writer's lock first, so that places in the ledger go on rising with the commits. The writer itself
/// queues the same rows and skips it, because it has folded its batch already.
/// </summary>
/// <param name="schema">
/// Null: inline, into the ledger itself. Else the name of a schema with tables like those of the ledger's projections, which Marten's
/// daemon fills: views, sums and entries, no leaves. It must be registered as <c>ProjectionLifecycle.Async</c> then.
/// </param>
public sealed class LedgerProjection(string? schema = null) : IProjection
{
    /// <exception cref="InvalidOperationException">An event cannot follow, or is of a store or, inline, of a type that the ledger does not
    /// know.</exception>
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation) =>
        schema is null ? Append((IDocumentSession)operations, events, cancellation) : Follow(operations, events, new(schema, null),
            cancellation);

    private static async Task Append(IDocumentSession session, IReadOnlyList<IEvent> events, CancellationToken stop)
    {
        // A session that has begun no transaction would let go of the lock at once.
        await session.BeginTransactionAsync(stop);
        var known = await ForeignLoad.Run(session, events, stop);
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

    // The daemon asks for events of one store at a time, in their order, and commits the rows with its progress.
    private static async Task Follow(IDocumentOperations operations, IReadOnlyList<IEvent> events, TableSet tables, CancellationToken stop)
    {
        var recorded = events.Where(e => e.Data is OrderEvent).Select(e => e.AsRecorded()).ToList();
        if (recorded.Count == 0)
            return;
        await using var connection = operations.DocumentStore.Storage.Database.CreateConnection();
        await connection.OpenAsync(stop);
        var projections = await ForeignLoad.From(tables, connection, [.. recorded.Select(r => r.Stream).Distinct()], stop);
        var stores = (await StoreTable.Named(connection, [.. recorded.Select(r => r.Stream.Store).Distinct()], stop))
            .ToDictionary(s => s.Name);
        List<Entry> entries = [.. recorded.Select(r => projections.Apply(r, Known.In(stores, r.Stream)))];
        ProjectionTables.Queue(operations, projections, entries, tables);
    }
}
