using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Storage;
using OrderLedger.Domain;
using OrderLedger.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace OrderLedger.BrowserTests;

public class OneOrderPages(LedgerApp app) : BrowserTests(app)
{
    private static readonly Sender Tester = new("tester", "test");

    private ILocator Status => Page.Locator("#now .badge.status");

    [Fact]
    public async Task Update_Status_changes_the_badge_and_tells_it_in_the_timeline()
    {
        await App.Register("100", "pending", "12.50");
        await SignIn(to: "/dashboard/default/orders/100");
        await Expect(Status).ToHaveTextAsync("pending");
        await Page.GetByLabel("New status").SelectOptionAsync("processing");
        await Page.GetByLabel("Reason").FillAsync("Paid in the shop");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Update Status" }).ClickAsync();

        await Expect(Page.Locator(".notice")).ToHaveTextAsync("Order 100 is now processing.");
        await Expect(Status).ToHaveTextAsync("processing");
        var newest = Page.Locator("#timeline .event").First;
        await Expect(newest.Locator(".what")).ToContainTextAsync("pending");
        await Expect(newest.Locator(".what")).ToContainTextAsync("processing");
        await Expect(newest).ToContainTextAsync("Paid in the shop");
        await Expect(newest).ToContainTextAsync("by bootstrap (dashboard)");
    }

    [Fact]
    public async Task The_usual_moves_come_first_and_the_others_are_marked()
    {
        await App.Register("101", "completed");
        await SignIn(to: "/dashboard/default/orders/101");

        var options = await Page.Locator("#status option").AllTextContentsAsync();
        options.Take(2).ShouldBe(["Choose ...", "refunded"]);
        options.Skip(2).ShouldNotBeEmpty();
        options.Skip(2).ShouldAllBe(o => o.EndsWith(" (unusual)"));
    }

    [Fact]
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

    [Fact]
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

    [Fact]
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

    [Fact]
    public async Task Who_may_only_read_sees_no_form()
    {
        await App.Register("105", "pending");
        var store = (await App.Services.GetRequiredService<StoreTable>().All(CancellationToken.None)).Single(s => s.Store.Name == "default").Store;
        await App.Services.GetRequiredService<KeyTable>().Add(Keys.ToStore("a-key-to-read", store, "reader", [Scope.Read], App.Secrets), Tester, CancellationToken.None);
        await App.Services.GetRequiredService<Keyring>().Read(CancellationToken.None);
        await SignIn("a-key-to-read", "/dashboard/default/orders/105");

        await Expect(Status).ToHaveTextAsync("pending");
        await Expect(Page.Locator("#update")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_order_is_shown_as_it_was_and_leads_back_to_now()
    {
        await App.Register("106", "pending", "10.00");
        using (var pushed = await App.Patch("106", """{"status":"processing"}"""))
            pushed.EnsureSuccessStatusCode();
        await SignIn(to: "/dashboard/default/orders/106");
        await Page.GetByRole(AriaRole.Link, new() { Name = "The order as it was after version 1" }).ClickAsync();

        await Expect(Page.Locator("#past")).ToContainTextAsync("As it was.");
        await Expect(Status).ToHaveTextAsync("pending");
        await Expect(Page.Locator("#update")).ToHaveCountAsync(0);
        await Expect(Page.Locator("#timeline .event")).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Version 2" }).ClickAsync();
        await Expect(Status).ToHaveTextAsync("processing");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Back to now" }).ClickAsync();
        await Expect(Page.Locator("#update")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_strict_store_offers_only_what_it_takes()
    {
        var strict = new Store("strict", "vici", Policy.Strict, "USD", TimeZoneInfo.Utc);
        await App.Services.GetRequiredService<StoreTable>().Add(new(strict, App.Secrets.Encrypt("the-strict-key", "strict")), Tester, CancellationToken.None);
        await App.Services.GetRequiredService<KeyTable>().Add(
            Keys.ToStore("the-strict-key", strict, "owner", Scope.All, App.Secrets), Tester, CancellationToken.None);
        await App.Services.GetRequiredService<Keyring>().Read(CancellationToken.None);
        foreach (var (id, status) in new[] { ("1", "completed"), ("2", "refunded") })
            using (var registered = await App.Send(HttpMethod.Post, "/api/orders", $$"""{"id":"{{id}}","status":"{{status}}"}""", "the-strict-key"))
                registered.StatusCode.ShouldBe(HttpStatusCode.Created);
        await SignIn("the-strict-key", "/dashboard/strict/orders/1");
        (await Page.Locator("#status option").AllTextContentsAsync()).ShouldBe(["Choose ...", "refunded"]);

        await Page.GotoAsync("/dashboard/strict/orders/2");
        await Expect(Page.Locator("#update-form")).ToContainTextAsync("refunded is final");
    }

    [Fact]
    public async Task The_receipt_that_is_downloaded_is_the_one_the_API_gives()
    {
        await App.Register("107", "pending");
        await SignIn(to: "/dashboard/default/orders/107");
        var file = await Page.RunAndWaitForDownloadAsync(() => Page.Locator("#receipt").ClickAsync());

        file.SuggestedFilename.ShouldBe("receipt-107-v1.json");
        var downloaded = await File.ReadAllTextAsync((await file.PathAsync())!);
        using var api = await App.Send(HttpMethod.Get, "/api/orders/107/receipt");
        downloaded.ShouldBe(await api.Content.ReadAsStringAsync());
        ((string)JsonNode.Parse(downloaded)!["order_id"]!).ShouldBe("107");
    }

    [Fact]
    public async Task Previous_and_next_follow_the_list()
    {
        foreach (var id in new[] { "201", "202", "203" })
            await App.Register(id);
        await SignIn(to: "/dashboard/default/orders/202");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/orders/201$"));
        await Page.GetByRole(AriaRole.Link, new() { Name = "Previous" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Previous" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/orders/203$"));
    }

    [Fact]
    public async Task Stays_usable_while_a_hundred_pushes_a_second_come_to_its_order()
    {
        await App.Register("108", "pending");
        await SignIn(to: "/dashboard/default/orders/108");
        await IsLive(Page);
        using var end = new CancellationTokenSource();
        var pushing = Push("108", end.Token);
        await Expect(Page.Locator("#timeline .event")).ToHaveCountAsync(50);
        var elements = await Elements();
        await Page.GetByLabel("Reason").FillAsync("Typed in the storm");

        for (var round = 0; round < 5; round++)
        {
            var version = await Page.Locator("#version").TextContentAsync();
            await Expect(Page.Locator("#version")).Not.ToHaveTextAsync(version!, new() { Timeout = 4 * LiveMs });
            var stores = Page.Locator("#stores");
            await stores.Locator("summary").ClickAsync(new() { Timeout = LiveMs });
            await Expect(stores.Locator("ul")).ToBeVisibleAsync(new() { Timeout = LiveMs });
            await stores.Locator("summary").ClickAsync(new() { Timeout = LiveMs });
        }
        await Expect(Page.GetByLabel("Reason")).ToHaveValueAsync("Typed in the storm");
        (await Elements()).ShouldBeLessThan(elements + 200);
        await Expect(Page.Locator("#timeline .event")).ToHaveCountAsync(50);
        await end.CancelAsync();
        (await pushing).ShouldBeGreaterThan(200);
    }

    private Task<int> Elements() => Page.EvaluateAsync<int>("document.querySelectorAll('*').length");

    // A hundred a second, counted by the clock: one that is slow is followed by the next at once.
    private async Task<int> Push(string id, CancellationToken end)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var (count, words) = (0, new[] { "processing", "completed" });
        while (!end.IsCancellationRequested)
        {
            using var pushed = await App.Patch(id, $$"""{"status":"{{words[count++ % 2]}}"}""");
            pushed.EnsureSuccessStatusCode();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
        return count;
    }
}
