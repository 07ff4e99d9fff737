using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Shops;
using OrderLedger.Api.Vendors.WooCommerce.Shops;
using OrderLedger.Tests.Dashboard;

namespace OrderLedger.Tests.Vendors.WooCommerce;

/// <summary>A shop is asked for the orders whose webhooks were lost.</summary>
public class AskedShops(SocketApp app) : IClassFixture<SocketApp>
{
    private static readonly DateTimeOffset Long = DateTimeOffset.UtcNow.AddHours(-5);

    [Fact]
    public async Task Each_of_500_changes_whose_webhooks_were_dropped_is_found()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("lossy", shop);
        for (var id = 1; id <= 500; id++)
        {
            var order = new TestShop.Order(id, "processing", Long, Long);
            shop.Put(order);
            if (id % 2 == 0)
                (await app.Deliver(store, "order.updated",
                    $$"""{"id":{{id}},"status":"processing","currency":"EUR","total":"50.00","date_modified_gmt":"{{Long:yyyy-MM-dd'T'HH:mm:ss}}"}""")).Dispose();
        }
        // Many within one second, more than a page.
        for (var id = 1; id <= 500; id++)
            shop.Put(new(id, "completed", Long, Long.AddMinutes(10 + (id / 150))));

        await Round();
        (await app.Ask<long>($"select count(*) from ledger.mt_doc_order where tenant_id = '{store.Name}' and status = 'completed'")).ShouldBe(500);
        var head = await app.Head();
        await Round();
        (await app.Head()).ShouldBe(head, "what is known is not taken twice");

        using var clerk = await Clerk.SignedIn(app, $"the-key-of-store-{store.Name}");
        (await clerk.Page($"/dashboard/{store.Name}")).ShouldContain("<strong>500</strong> changes were missed by webhooks today");
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_that_its_webhook_may_still_bring_is_left_to_it()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("young", shop);
        shop.Put(new(1, "completed", Long, DateTimeOffset.UtcNow.AddSeconds(-5)));

        await Round();

        (await app.Events(store)).ShouldBe(0);
    }

    [Fact]
    public async Task A_change_that_the_ledger_refuses_is_kept_and_kept_once()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("strict", shop, policy: Policy.Strict);
        shop.Put(new(1, "completed", Long, Long));
        shop.Put(new(2, "no such status!", Long, Long.AddSeconds(1)));
        await Round();
        shop.Put(new(1, "checkout-draft", Long, Long.AddSeconds(1)));

        for (var round = 0; round < 3; round++)
            await Round();

        var kept = (await app.Get("/api/rejected-pushes", $"the-key-of-store-{store.Name}"))["rejected_pushes"]!.AsArray();
        kept.Select(p => (int)p!["status"]!).Order().ShouldBe([400, 409]);
        kept.ShouldAllBe(p => (string)p!["actor"]! == "catch-up");
    }

    [Fact]
    public async Task An_order_whose_delivery_named_no_more_than_its_id_is_asked_for()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("named", shop);
        shop.Put(new(77, "completed", Long.AddDays(-9), Long.AddDays(-9)));
        var key = $"the-key-of-store-{store.Name}";
        using (var kept = await app.Deliver(store, "action.woocommerce_order_status_completed", """{"action":"woocommerce_order_status_completed","arg":77}"""))
            ((string?)(await kept.Json())["status"]).ShouldBe("kept");

        await Round();

        ((string)(await app.Get("/api/orders/77", key))["status"]!).ShouldBe("completed");
        (await app.Get("/api/rejected-pushes", key))["rejected_pushes"]!.AsArray().ShouldBeEmpty("it is done with");
    }

    [Fact]
    public async Task A_shop_that_refuses_the_key_is_named_and_asked_again()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Known("barred", shop, "ck_old:cs_old");

        await Round();

        var known = (await app.Services.GetRequiredService<ShopTable>().Of(store.Name, CancellationToken.None))!;
        known.Problem!.ShouldContain("refused the consumer key (woocommerce_rest_cannot_view)");
        known.AskedAt.ShouldNotBeNull();
        using var clerk = await Clerk.SignedIn(app, $"the-key-of-store-{store.Name}");
        (await clerk.Page($"/dashboard/{store.Name}")).ShouldContain("refused the consumer key");
    }

    private Task Round() => app.Services.GetRequiredService<WooCatchUp>().Round(CancellationToken.None);
}
