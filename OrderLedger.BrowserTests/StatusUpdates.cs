using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.BrowserTests;

public class StatusUpdates(SocketApp app) : BrowserTests(app)
{
    private static readonly Sender Tester = new("tester", "test");

    private ILocator Status => Page.Locator("#now .badge.status");

    [BrowserFact]
    public async Task Update_Status_changes_the_badge_and_tells_it_in_the_timeline()
    {
        await App.Register("100", "pending", "12.50");
        await SignIn(to: "/dashboard/default/orders/100");
        await Expect(Status).ToHaveTextAsync("pending");
        await Page.GetByLabel("New status").SelectOptionAsync("processing");
        await Page.GetByLabel("Reason").FillAsync("Paid in the shop");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Update Status" }).ClickAsync();

        await Expect(Page.Locator(".notice")).ToHaveTextAsync("Order 100 was set to processing.");
        await Expect(Status).ToHaveTextAsync("processing");
        var newest = Page.Locator("#timeline .event").First;
        await Expect(newest.Locator(".what")).ToContainTextAsync("pending");
        await Expect(newest.Locator(".what")).ToContainTextAsync("processing");
        await Expect(newest).ToContainTextAsync("Paid in the shop");
        await Expect(newest).ToContainTextAsync("by bootstrap (dashboard)");
    }

    [BrowserFact]
    public async Task The_usual_moves_come_first_and_the_others_are_marked()
    {
        await App.Register("101", "completed");
        await SignIn(to: "/dashboard/default/orders/101");

        var options = await Page.Locator("#status option").AllTextContentsAsync();
        options.Take(2).ShouldBe(["Choose ...", "refunded"]);
        options.Skip(2).ShouldNotBeEmpty();
        options.Skip(2).ShouldAllBe(o => o.EndsWith(" (unusual)"));
    }

    [BrowserFact]
    public async Task A_push_between_reading_and_sending_is_said_and_one_click_tries_again()
    {
        Expected.Add("409");
        await App.Register("102", "pending");
        await SignIn(to: "/dashboard/default/orders/102");
        await Page.GetByLabel("New status").SelectOptionAsync("cancelled");
        await Page.GetByLabel("Reason").FillAsync("Customer called");
        using (var pushed = await App.Patch("102", """{"status":"processing"}"""))
            pushed.EnsureSuccessStatusCode();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Update Status" }).ClickAsync();

        await Expect(Page.Locator("#refused")).ToContainTextAsync("bootstrap (vici) was faster: set it from pending to processing at ");
        await Expect(Status).ToHaveTextAsync("processing");
        await Expect(Page.GetByLabel("New status")).ToHaveValueAsync("cancelled");
        await Expect(Page.GetByLabel("Reason")).ToHaveValueAsync("Customer called");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(Status).ToHaveTextAsync("cancelled");
        await Expect(Page.Locator("#timeline .event").First).ToContainTextAsync("Customer called");
    }

    [BrowserFact]
    public async Task Who_was_too_late_may_set_it_whatever_happens_in_between()
    {
        Expected.Add("409");
        await App.Register("113", "pending");
        await SignIn(to: "/dashboard/default/orders/113");
        await Page.GetByLabel("New status").SelectOptionAsync("cancelled");
        foreach (var (status, button) in new[]
            { ("processing", "Update Status"), ("on-hold", "Try again"), ("processing", "Set it anyway") })
        {
            using var pushed = await App.Patch("113", $$"""{"status":"{{status}}"}""");
            pushed.EnsureSuccessStatusCode();
            await Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            if (button != "Set it anyway")
                await Expect(Page.Locator("#refused")).ToContainTextAsync($"to {status} at ");
        }
        await Expect(Status).ToHaveTextAsync("cancelled");
    }

    [BrowserFact]
    public async Task What_somebody_is_choosing_outlives_a_live_update_and_the_page_says_what_changed()
    {
        await App.Register("103", "pending");
        await SignIn(to: "/dashboard/default/orders/103");
        await IsLive(Page);
        await Page.GetByLabel("New status").SelectOptionAsync("failed");
        await Page.GetByLabel("Reason").FillAsync("Half a sen");
        await Page.Locator("#facts").ClickAsync();
        var place = (await Page.Locator("#update").BoundingBoxAsync())!;
        using (var pushed = await App.Patch("103", """{"status":"processing"}"""))
            pushed.EnsureSuccessStatusCode();

        await Expect(Status).ToHaveTextAsync("processing", new() { Timeout = LiveMs });
        await Expect(Page.Locator("#moved")).ToContainTextAsync("bootstrap (vici) was here: status from pending to processing");
        await Expect(Page.GetByLabel("New status")).ToHaveValueAsync("failed");
        await Expect(Page.GetByLabel("Reason")).ToHaveValueAsync("Half a sen");
        (await Page.Locator("#update").BoundingBoxAsync())!.Y.ShouldBe(place.Y);
    }

    [BrowserFact]
    public async Task A_form_that_nobody_touched_follows_the_order()
    {
        await App.Register("104", "pending");
        await SignIn(to: "/dashboard/default/orders/104");
        await IsLive(Page);
        using (var pushed = await App.Patch("104", """{"status":"completed"}"""))
            pushed.EnsureSuccessStatusCode();

        await Expect(Page.Locator("#status option[value=completed]")).ToHaveCountAsync(0);
        await Expect(Page.Locator("#update input[name=version]")).ToHaveValueAsync("2");
        await Expect(Page.Locator("#moved")).ToBeEmptyAsync();
    }

    [BrowserFact]
    public async Task Who_may_only_read_sees_no_form()
    {
        await App.Register("105", "pending");
        var store = (await App.Services.GetRequiredService<StoreTable>().All(CancellationToken.None))
            .Single(s => s.Store.Name == "default").Store;
        await Key("a-key-to-read", store, [Scope.Read]);
        await SignIn("a-key-to-read", "/dashboard/default/orders/105");

        await Expect(Status).ToHaveTextAsync("pending");
        await Expect(Page.Locator("#update")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_strict_store_offers_only_what_it_takes()
    {
        await Store("strict", "vici", Policy.Strict);
        foreach (var (id, status) in new[] { ("1", "completed"), ("2", "refunded") })
            using (var registered = await App.Send(HttpMethod.Post, "/api/orders", $$"""{"id":"{{id}}","status":"{{status}}"}""", "the-key-of-strict"))
                registered.StatusCode.ShouldBe(HttpStatusCode.Created);
        await SignIn("the-key-of-strict", "/dashboard/strict/orders/1");
        (await Page.Locator("#status option").AllTextContentsAsync()).ShouldBe(["Choose ...", "refunded"]);

        await Page.GotoAsync("/dashboard/strict/orders/2");
        await Expect(Page.Locator("#update-form")).ToContainTextAsync("refunded is final");
    }

    [BrowserFact]
    public async Task Somebody_who_was_faster_with_the_same_is_said_to_have_been()
    {
        Expected.Add("409");
        await App.Register("109", "pending");
        await SignIn(to: "/dashboard/default/orders/109");
        await Page.GetByLabel("New status").SelectOptionAsync("completed");
        using (var pushed = await App.Patch("109", """{"status":"completed"}"""))
            pushed.EnsureSuccessStatusCode();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Update Status" }).ClickAsync();

        await Expect(Page.Locator("#refused")).ToContainTextAsync("That is what you chose, too");
        await Expect(Page.GetByLabel("New status")).ToHaveValueAsync("");
    }

    [BrowserFact]
    public async Task A_status_of_the_shops_own_is_written_into_a_field()
    {
        await Store("own", "woocommerce", Policy.Permissive);
        using (var registered = await App.Send(HttpMethod.Post, "/api/webhooks/order", """{"id":1,"status":"processing"}""", "the-key-of-own"))
            registered.EnsureSuccessStatusCode();
        await SignIn("the-key-of-own", "/dashboard/own/orders/1");
        await Page.GetByLabel("or a status of the shop's own").FillAsync("packed");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Update Status" }).ClickAsync();

        await Expect(Status).ToHaveTextAsync("packed");
    }

    private async Task Store(string name, string dialect, Policy policy)
    {
        var store = new Store(name, dialect, policy, "USD", TimeZoneInfo.Utc);
        await App.Services.GetRequiredService<StoreTable>()
            .Add(new(store, App.Secrets.Encrypt($"the-key-of-{name}", name)), Tester, CancellationToken.None);
        await Key($"the-key-of-{name}", store, Scope.All);
    }

    private async Task Key(string key, Store store, IReadOnlyList<string> scopes)
    {
        await App.Services.GetRequiredService<KeyTable>()
            .Add(Keys.ToStore(key, store, "owner", scopes, App.Secrets), Tester, CancellationToken.None);
        await App.Services.GetRequiredService<Keyring>().Read(CancellationToken.None);
    }
}
