using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderLedger.Api.Ledger;
using OrderLedger.Domain;

// Is told of each new status of an order, from the first one on, until Ctrl+C. Argument: CONNECTION.
var builder = Host.CreateApplicationBuilder();
builder.Services.AddOrderLedger(args[0], options => options.Projections.Subscribe(new Shipping(), subscription =>
{
    subscription.Name = "shipping";
    subscription.IncludeType<StatusChanged>();
})).AddAsyncDaemon(DaemonMode.Solo);
using var host = builder.Build();

await using (var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession())
{
    session.QueueSqlCommand("create schema if not exists example");
    session.QueueSqlCommand("create table if not exists example.to_ship (store text, order_id text, seq bigint, primary key (store, order_id))");
    await session.SaveChangesAsync();
}
await host.RunAsync();

/// <summary>
/// Keeps a list of the orders that are to be shipped. The list and Marten's position are written in one transaction, so each event counts
/// once, whenever the program ends.
/// </summary>
internal sealed class Shipping : ISubscription
{
    public Task<IChangeListener> ProcessEventsAsync(EventRange page, ISubscriptionController controller, IDocumentOperations operations,
        CancellationToken cancellationToken)
    {
        foreach (var e in page.Events)
        {
            var change = (StatusChanged)e.Data;
            if (change.To == "processing")
                operations.QueueSqlCommand("insert into example.to_ship values (?, ?, ?) on conflict do nothing", e.TenantId, e.StreamKey!, e.Sequence);
            else
                operations.QueueSqlCommand("delete from example.to_ship where store = ? and order_id = ?", e.TenantId, e.StreamKey!);
            Console.WriteLine($"{e.Sequence}: order {e.StreamKey} of {e.TenantId} is {change.To}");
        }
        return Task.FromResult(NullChangeListener.Instance);
    }
}
