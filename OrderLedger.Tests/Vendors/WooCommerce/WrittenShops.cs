using OrderLedger.Tests.Dashboard;

namespace OrderLedger.Tests.Vendors.WooCommerce;

/// <summary>A status that the ledger has from somebody else than the shop is written to the shop.</summary>
public class WrittenShops(WrittenApp app) : IClassFixture<WrittenApp>
{
    [Fact]
    public async Task Get_a_status_once_and_their_webhook_behind_it_is_no_news()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Open("told", shop);
        await store.Order(1);

        await store.Push(1, "completed");
        await store.Through(1);
        var head = await app.Head();

        shop.Of(1).Status.ShouldBe("completed");
        (await store.Hear(shop.Of(1))).ShouldBe("unchanged");
        (await store.Hear(shop.Of(1))).ShouldBe("unchanged");
        (await app.Head()).ShouldBe(head);
        shop.Written.ShouldHaveSingleItem();
        (await store.Deliveries()).Select(d => (string)d["answer"]!).ShouldBe(["The shop set 'completed'."]);
    }

    [Fact]
    public async Task Are_not_told_what_they_said_themselves()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Open("own", shop);
        await store.Order(1);
        await store.Order(2);

        await store.Hear(shop.Set(1, "completed"));
        await store.Push(2, "completed");
        await store.Through(1);

        (await store.Deliveries()).Select(d => (string)d["order_id"]!).ShouldBe(["2"]);
    }

    [Fact]
    public async Task Of_changes_that_wait_get_the_last()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Open("busy", shop);
        await store.Order(1);
        var (came, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.BeforeCall = async isWrite =>
        {
            if (isWrite && came.TrySetResult())
                await free.Task;
        };

        await store.Push(1, "on-hold");
        await came.Task.WaitAsync(WrittenApp.Patience);
        await store.Push(1, "cancelled");
        await store.Push(1, "completed");
        await Condition.Holds(async () => (await store.Deliveries()).Count == 3, WrittenApp.Patience, () => "They are not made.");
        free.SetResult();
        await store.Through(3);

        shop.Written.Select(w => w.Status).ShouldBe(["on-hold", "completed"]);
        (await store.Deliveries()).Select(d => (string)d["state"]!).ShouldBe(["delivered", "skipped", "delivered"]);
        ((string)(await store.Deliveries())[1]["answer"]!).ShouldContain("changed again");
    }

    [Fact]
    public async Task Keep_a_later_change_of_their_own_whose_webhook_is_lost()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Open("later", shop);
        await store.Order(1);
        var (came, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.BeforeCall = async _ =>
        {
            if (came.TrySetResult())
                await free.Task;
        };

        await store.Push(1, "completed");
        await came.Task.WaitAsync(WrittenApp.Patience);
        shop.Put(shop.Of(1) with { Status = "refunded", Modified = DateTimeOffset.UtcNow.AddSeconds(2) });
        free.SetResult();
        await store.Through(1);

        (await store.StatusOf(1)).ShouldBe("refunded");
        shop.Written.ShouldBeEmpty();
        (await store.Deliveries()).ShouldAllBe(d => (string)d["state"]! == "skipped");
    }

    [Fact]
    public async Task That_refuse_the_key_are_shown_on_the_order_and_tried_again()
    {
        await using var shop = await TestShop.Open();
        shop.IsReadOnly = true;
        var store = await app.Open("barred", shop);
        await store.Order(1);
        using var clerk = await Clerk.SignedIn(app, store.Key);

        await store.Push(1, "completed");
        await Condition.Holds(async () => (int?)(await store.Deliveries()).SingleOrDefault()?["status"] == 401, WrittenApp.Patience,
            () => "It is not refused.");

        var page = await clerk.Page($"/dashboard/{store.Store.Name}/orders/1");
        page.ShouldContain("Not in the shop.");
        page.ShouldContain("The shop refused to set 'completed' (woocommerce_rest_authentication_error). Its key needs the permission Read/Write");
        page.ShouldContain("the shop answered 401");

        // Somebody only edits the order in the shop: that is no change of its status.
        await store.Hear(shop.Of(1) with { Modified = DateTimeOffset.UtcNow.AddSeconds(2), More = ",\"customer_note\":\"Ring twice\"" });
        (await store.StatusOf(1)).ShouldBe("completed");

        shop.IsReadOnly = false;
        await store.Through(1);
        shop.Of(1).Status.ShouldBe("completed");
        (await clerk.Page($"/dashboard/{store.Store.Name}/orders/1")).ShouldNotContain("Not in the shop.");
    }

    [Theory]
    [InlineData("checkout-draft", "deletes drafts")]
    [InlineData("waiting-for-the-supplier", "24 characters")]
    public async Task Are_not_asked_for_a_status_that_none_can_have(string status, string why)
    {
        await using var shop = await TestShop.Open();
        var store = await app.Open($"hard-{status.Length}", shop);
        await store.Order(1);
        shop.BeforeCall = _ => throw new InvalidOperationException("The shop is asked.");

        await store.Push(1, status);
        await store.Through(1);

        var delivery = (await store.Deliveries()).Single();
        ((string)delivery["state"]!).ShouldBe("given_up");
        ((string)delivery["answer"]!).ShouldContain(why);
    }

    [Fact]
    public async Task That_do_not_know_a_status_or_an_order_are_not_tried_again()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Open("strange", shop);
        await store.Order(1);
        await store.Order(2);
        shop.Delete(2);

        await store.Push(1, "half-done");
        await store.Push(2, "completed");
        await store.Through(2);

        (await store.Deliveries()).Select(d => ((string)d["state"]!, (int)d["attempts"]!, (int?)d["status"])).ShouldBe(
            [("given_up", 1, 400), ("given_up", 1, 404)]);
        (await store.Deliveries()).Select(d => (string)d["answer"]!).ShouldBe(
            ["The shop refused to set 'half-done' (rest_invalid_param). It says: Invalid parameter(s): status", "The shop has no such order."]);
    }

    [Fact]
    public async Task That_say_something_older_during_a_write_are_read_once_more()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Open("meanwhile", shop);
        await store.Order(1);
        var (came, free) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.BeforeCall = async _ =>
        {
            if (came.TrySetResult())
                await free.Task;
        };

        await store.Push(1, "completed");
        await came.Task.WaitAsync(WrittenApp.Patience);
        (await store.Hear(shop.Of(1) with { Status = "on-hold", Modified = DateTimeOffset.UtcNow.AddMinutes(-10) })).ShouldBe("stale");
        free.SetResult();
        await store.Through(1);

        shop.Written.Select(w => w.Status).ShouldBe(["completed"]);
        (await store.Deliveries()).Select(d => (string)d["answer"]!).ShouldBe(["The shop has 'completed' already."]);
    }
}
