using JasperFx.Events;
using Marten;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Ledger;

/// <summary>What must be known before events that another application appends are folded: read under the writer's lock.</summary>
internal sealed record Known(DateTimeOffset Now, Projections Projections, long NextPlace, Dictionary<StreamKey, byte[]> Leaves, Dictionary<string, Store> Stores)
{
    /// <exception cref="InvalidOperationException">There is no such store, and without its time zone nothing can be counted.</exception>
    public Store StoreOf(StreamKey stream) => Stores.GetValueOrDefault(stream.Store)
        ?? throw new InvalidOperationException($"There is no store '{stream.Store}' in the ledger. The verb 'stores add' makes one.");
}

/// <summary>Takes the lock in a session's transaction and reads the orders that its events belong to.</summary>
internal static class ForeignLoad
{
    public static async Task<Known> Run(IDocumentSession session, IReadOnlyList<IEvent> events, CancellationToken stop)
    {
        var connection = session.Connection;
        await connection.Run(WriterLock.Take, stop);
        var now = (await connection.Rows(r => r.GetFieldValue<DateTimeOffset>(0), "select clock_timestamp()", stop))[0];
        var streams = events.Select(e => e.Stream()).Distinct().ToArray();
        var projections = new Projections();
        foreach (var store in streams.GroupBy(s => s.Store))
            await Load(session.ForTenant(store.Key), store, projections, stop);
        var (place, leaves) = await LatestLeaves.Of(connection, streams, stop);
        var stores = await StoreTable.Named(connection, [.. streams.Select(s => s.Store).Distinct()], stop);
        return new(now, projections, place, leaves, stores.ToDictionary(s => s.Name));
    }

    private static async Task Load(ITenantOperations tenant, IEnumerable<StreamKey> streams, Projections into, CancellationToken stop)
    {
        var ids = streams.Select(s => s.OrderId).ToArray();
        var details = (await tenant.LoadManyAsync<OrderDetails>(stop, ids)).ToDictionary(d => d.Id);
        foreach (var order in await tenant.LoadManyAsync<Order>(stop, ids))
            into.Know(new(tenant.TenantId, order.Id), order, details.GetValueOrDefault(order.Id));
    }
}
