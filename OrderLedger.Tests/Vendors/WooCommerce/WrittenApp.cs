using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Shops;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Vendors.WooCommerce;

/// <summary>The application with stores whose statuses are written to their shops. A shop is asked only when a test does it.</summary>
public sealed class WrittenApp : SocketApp
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public WrittenApp()
    {
        Extra["OrderLedger:Webhooks:RetrySeconds"] = string.Join(',', Enumerable.Repeat("0.3", 20));
        Extra["OrderLedger:CatchUpSeconds"] = "0";
    }

    /// <summary>Makes a store whose shop is written to.</summary>
    public async Task<WrittenStore> Open(string name, TestShop shop)
    {
        var store = await this.Known(name, shop);
        using var made = await Send(HttpMethod.Post, "/api/webhook-subscriptions", """{"kind":"shop"}""", key: $"the-key-of-store-{name}");
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Text());
        var subscription = (string)(await made.Json())["id"]!;
        var said = Services.GetRequiredService<ShopOrderTable>();
        await Condition.Holds(async () => await said.IsWritten(name, CancellationToken.None), Patience, () => "It is not noticed.");
        return new(this, shop, store, subscription);
    }
}

/// <summary>A store whose shop is written to.</summary>
public sealed record WrittenStore(WrittenApp App, TestShop Shop, Store Store, string Subscription)
{
    private static readonly DateTimeOffset Long = DateTimeOffset.UtcNow.AddHours(-1);

    public string Key => $"the-key-of-store-{Store.Name}";

    /// <summary>An order that both sides know.</summary>
    public async Task Order(long id, string status = "processing")
    {
        Shop.Put(new(id, status, Long, Long));
        await Hear(Shop.Of(id));
    }

    /// <summary>The shop's webhook arrives; the word for what came of it.</summary>
    public async Task<string> Hear(TestShop.Order order)
    {
        using var answer = await App.Deliver(Store, "order.updated", TestShop.Body(order));
        return (string)(await answer.Json())["outcome"]!;
    }

    /// <summary>Somebody changes a status at the dashboard.</summary>
    public Task Push(long id, string status) => App.Services.GetRequiredService<LedgerWriter>().Submit(
        new(new(Store.Name, $"{id}"), new Push(new StatusWord(status, status)), Store.RulesFor(Store.Vocabulary), new("anna", "dashboard")),
        CancellationToken.None);

    public async Task<string> StatusOf(long id) =>
        (await App.Ledger.Current(new(Store.Name, $"{id}"), CancellationToken.None))!.Status;

    /// <summary>The deliveries to the shop, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> Deliveries() =>
        [.. (await App.Get($"/api/webhook-subscriptions/{Subscription}/deliveries", Key))["deliveries"]!.AsArray().Select(d => d!).Reverse()];

    /// <summary>Waits until so many deliveries are through.</summary>
    public Task Through(int count) => Condition.Holds(
        async () => await App.Ask<long>($"select count(*) from ledger.ol_delivery where subscription = '{Subscription}' and state <> 'waiting'") == count,
        WrittenApp.Patience, () => $"Not {count} deliveries are through.");
}
