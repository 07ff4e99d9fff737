using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderLedger.Api.Ledger;
using OrderLedger.Domain;

// Reads an order, appends a note to it, then follows the ledger until Ctrl+C. Arguments: CONNECTION STORE ORDER.
var (connection, store, id) = (args[0], args[1], args[2]);
var builder = Host.CreateApplicationBuilder();
builder.Services.AddOrderLedger(connection, options => options.Projections.Add(new ChangesPerStatus(), ProjectionLifecycle.Async))
    .AddAsyncDaemon(DaemonMode.Solo);
using var host = builder.Build();

await using (var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession(store))
{
    var order = await session.LoadAsync<Order>(id) ?? throw new ArgumentException($"Store {store} has no order {id}.");
    Console.WriteLine($"Order {order.Id} is {order.Status} at version {order.Version}.");
    foreach (var e in await session.Events.FetchStreamAsync(id))
        Console.WriteLine($"  {e.Version}: {e.EventTypeName} by {e.UserName}");

    session.LastModifiedBy = "the example";
    session.Events.Append(id, new NoteAdded("Packed."));
    session.QueueSqlCommand("create schema if not exists example");
    session.QueueSqlCommand("create table if not exists example.changes_per_status (store text, status text, changes bigint, primary key (store, status))");
    await session.SaveChangesAsync();
}
await host.RunAsync();

/// <summary>Counts, in a table of its own, how often the orders of each store came to a status. What it does not know it ignores.</summary>
internal sealed class ChangesPerStatus : IProjection
{
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        foreach (var status in events.Where(e => e.Data is StatusChanged).GroupBy(e => (e.TenantId, ((StatusChanged)e.Data).To)))
            operations.QueueSqlCommand(
                """
                insert into example.changes_per_status as was values (?, ?, ?)
                    on conflict (store, status) do update set changes = was.changes + excluded.changes
                """, status.Key.TenantId, status.Key.To, (long)status.Count());
        return Task.CompletedTask;
    }
}
