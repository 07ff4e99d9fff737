using JasperFx.Events;
using Marten;
using OrderLedger.Api.Ledger.Tables;
using OrderLedger.Api.Ledger.Writing;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>Everything that must be known before events of another application are folded, read under the writer's lock.</summary>
internal sealed record Known(DateTimeOffset Now, Projections Projections, long NextPlace,
    Dictionary<StreamKey, byte[]> Leaves, Dictionary<string, Store> Stores)
{
    /// <exception cref="InvalidOperationException">There is no such store, and without its time zone nothing can be counted.</exception>
    public Store StoreOf(StreamKey stream) => In(Stores, stream);

    /// <exception cref="InvalidOperationException">There is no such store, and without its time zone nothing can be counted.</exception>
    public static Store In(IReadOnlyDictionary<string, Store> stores, StreamKey stream) => stores.GetValueOrDefault(stream.Store)
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

    /// <summary>The orders as a copy of the projections' tables has them.</summary>
    public static async Task<Projections> From(TableSet tables, NpgsqlConnection connection, StreamKey[] streams, CancellationToken stop)
    {
        var projections = new Projections();
        var rows = await connection.Rows(
            r => (new StreamKey(r.GetString(0), r.GetString(1)), Order: r.GetString(2), Details: r.Nullable<string>(3)),
            $"""
             select o.tenant_id, o.id, o.data::text, d.data::text
               from unnest($1, $2) as asked (store, order_id)
               join {tables.Named(OrderTables.Orders.Name)} o on o.tenant_id = store and o.id = order_id
               left join {tables.Named(OrderTables.Details.Name)} d on d.tenant_id = store and d.id = order_id
             """, stop, Column(streams, s => s.Store), Column(streams, s => s.OrderId));
        foreach (var (stream, order, details) in rows)
            projections.Know(stream, JsonSerializer.Deserialize(order, StoredJson.Stored.Order)!,
                details is null ? null : JsonSerializer.Deserialize(details, StoredJson.Stored.OrderDetails));
        return projections;
    }

    private static async Task Load(ITenantOperations tenant, IEnumerable<StreamKey> streams, Projections into, CancellationToken stop)
    {
        var ids = streams.Select(s => s.OrderId).ToArray();
        var details = (await tenant.LoadManyAsync<OrderDetails>(stop, ids)).ToDictionary(d => d.Id);
        foreach (var order in await tenant.LoadManyAsync<Order>(stop, ids))
            into.Know(new(tenant.TenantId, order.Id), order, details.GetValueOrDefault(order.Id));
    }
}
