using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Shops;
using OrderLedger.Api.Vendors.WooCommerce.Shops;

namespace OrderLedger.Tests.Vendors.WooCommerce;

/// <summary>All orders of a shop are read into the ledger, whatever happens meanwhile.</summary>
public class ImportedShops(SocketApp app) : IClassFixture<SocketApp>
{
    private static readonly DateTimeOffset Long = DateTimeOffset.UtcNow.AddHours(-5);

    [Fact]
    public async Task All_orders_of_a_shop_are_imported_although_it_fails_now_and_then()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("whole", shop);
        for (var id = 1; id <= 350; id++)
            shop.Put(new(id, id % 3 == 0 ? "processing" : "completed", Long, Long.AddMinutes(id)));
        foreach (var fault in (int[])[503, 0, 429])
            shop.Faults.Enqueue(fault);

        var first = await Import(store);
        var again = await Import(store);

        first.ShouldBe(new Pulled(350, 350, 0));
        again.ShouldBe(new Pulled(350, 0, 0));
        (await app.Events(store)).ShouldBe(350);
        var order = await app.Get("/api/orders/200", $"the-key-of-store-{store.Name}");
        ((string)order["status"]!).ShouldBe("completed");
        ((string)order["source"]!).ShouldBe("woocommerce-import");
        ((string)order["details"]!["customer"]!["name"]!).ShouldBe("Ann Ode");
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_import_that_was_stopped_goes_on_where_it_was_and_doubles_nothing()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("stopped", shop);
        for (var id = 1; id <= 600; id++)
            shop.Put(new(id, "completed", Long, Long));
        using var enough = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => Import(store, told: (done, _) =>
        {
            if (done >= 200)
                enough.Cancel();
        }, stop: enough.Token));
        shop.Asked.Clear();
        await Import(store);

        shop.Asked.ShouldNotContain(q => q.Contains("&page=1&"));
        shop.Asked.ShouldContain(q => q.Contains("&page=3&"));
        (await app.Events(store)).ShouldBe(600);
        (await app.Services.GetRequiredService<ShopTable>().Position(store.Name, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Orders_that_are_deleted_meanwhile_hide_no_others()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("shrinking", shop);
        for (var id = 1; id <= 500; id++)
            shop.Put(new(id, "completed", Long, Long));
        var deleted = false;

        await Import(store, told: (_, _) =>
        {
            for (var id = 1; !deleted && id <= 120; id++)
                shop.Delete(id);
            deleted = true;
        });

        (await app.Ask<long>($"select count(*) from ledger.mt_doc_order where tenant_id = '{store.Name}' and id::int > 120")).ShouldBe(380);
    }

    [Fact]
    public async Task Only_orders_from_a_day_on_are_imported()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("recent", shop);
        shop.Put(new(1, "completed", new(2026, 1, 30, 22, 59, 59, TimeSpan.Zero), Long));
        shop.Put(new(2, "completed", new(2026, 1, 30, 23, 0, 0, TimeSpan.Zero), Long));

        (await Import(store, from: new(2026, 1, 31))).Orders.ShouldBe(1, "the day begins at midnight in Berlin");
    }

    [Fact]
    public async Task What_the_ledger_refuses_is_kept_and_can_be_replayed()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("odd", shop);
        shop.Put(new(1, "half-[done]", Long, Long));

        (await Import(store)).ShouldBe(new Pulled(1, 0, 1));

        var kept = (await app.Get("/api/rejected-pushes", $"the-key-of-store-{store.Name}"))["rejected_pushes"]!.AsArray().Single()!;
        ((string)kept["reason"]!).ShouldStartWith("Invalid status.");
        ((string)kept["path"]!).ShouldBe($"/api/webhooks/woocommerce/{store.Name}");
    }

    private async Task<Pulled> Import(Store store, Action<long, long>? told = null, DateOnly? from = null,
        CancellationToken stop = default) =>
        await app.Services.GetRequiredService<WooImport>().Run(store, from, told ?? ((_, _) => { }), stop);
}
