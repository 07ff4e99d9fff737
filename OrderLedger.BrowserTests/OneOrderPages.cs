using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.BrowserTests;

public class OneOrderPages(SocketApp app) : BrowserTests(app)
{
    private static readonly Sender Tester = new("tester", "test");

    private ILocator Status => Page.Locator("#now .badge.status");

    [BrowserFact]
    public async Task The_order_is_shown_as_it_was_and_leads_back_to_now()
    {
        await App.Register("106", "pending", "10.00");
        using (var pushed = await App.Patch("106", """{"status":"processing"}"""))
            pushed.EnsureSuccessStatusCode();
        await SignIn(to: "/dashboard/default/orders/106");
        await Page.GetByRole(AriaRole.Link, new() { Name = "v1, as it was then" }).ClickAsync();

        await Expect(Page.Locator("#past")).ToContainTextAsync("As it was.");
        await Expect(Status).ToHaveTextAsync("pending");
        await Expect(Page.Locator("#update")).ToHaveCountAsync(0);
        await Expect(Page.Locator("#timeline .event")).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Version 2" }).ClickAsync();
        await Expect(Status).ToHaveTextAsync("processing");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Back to now" }).ClickAsync();
        await Expect(Page.Locator("#update")).ToBeVisibleAsync();
    }

    [BrowserFact]
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

    [BrowserFact]
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

    [BrowserFact]
    public async Task Every_id_that_a_store_may_hold_is_reached_from_its_neighbour()
    {
        string[] ids = ["a/b", "a%2Fb", ".", "..", "a b?c#d&e", "100%", "ä漢", "a\\b", "+1+", "a/../b", "<i>", "\"q\"", "bulk", "Views",
            "first"];
        var store = new Store("odd", "wizcommerce", Policy.Permissive, "USD", TimeZoneInfo.Utc);
        await App.Services.GetRequiredService<StoreTable>()
            .Add(new(store, App.Secrets.Encrypt("the-odd-key", "odd")), Tester, CancellationToken.None);
        await App.Services.GetRequiredService<KeyTable>()
            .Add(Keys.ToStore("the-odd-key", store, "owner", Scope.All, App.Secrets), Tester, CancellationToken.None);
        await App.Services.GetRequiredService<Keyring>().Read(CancellationToken.None);
        foreach (var id in ids)
            using (var registered = await App.Send(HttpMethod.Post, "/api/orders", new JsonObject { ["id"] = id, ["status"] = "draft" }
                .ToJsonString(), "the-odd-key"))
                registered.StatusCode.ShouldBe(HttpStatusCode.Created);
        await SignIn("the-odd-key", "/dashboard/odd/orders/first");

        List<string> seen = [];
        var next = Page.Locator("a[rel=next]");
        while (true)
        {
            seen.Add((await Page.Locator("#facts .mono").TextContentAsync())!);
            if (await next.CountAsync() == 0)
                break;
            await next.ClickAsync();
            await Expect(Page.Locator("#facts .mono")).Not.ToHaveTextAsync(seen[^1]);
        }
        seen.ShouldBe(ids.Reverse());
        // A form sent from such a page comes back to it.
        foreach (var id in new[] { "a%2Fb", ".", "bulk" })
        {
            while ((await Page.Locator("#facts .mono").TextContentAsync()) != id)
                await Page.Locator("a[rel=prev]").ClickAsync();
            await Page.GetByLabel("New status").SelectOptionAsync("confirmed");
            await Page.GetByRole(AriaRole.Button, new() { Name = "Update Status" }).ClickAsync();
            await Expect(Status).ToHaveTextAsync("confirmed");
            (await Page.Locator("#facts .mono").TextContentAsync()).ShouldBe(id);
        }
    }

    [BrowserTheory]
    [InlineData("?version=0", 400, "version takes a number from 1.")]
    [InlineData("?before=x", 400, "before takes a version")]
    [InlineData("?as_of=yesterday", 400, "as_of takes a day or a time")]
    [InlineData("?as_of=2990-01-01", 400, "as_of")]
    [InlineData("?as_of=2001-01-01", 404, "was not known then")]
    [InlineData("?version=1&as_of=2026-01-01", 400, "not both")]
    [InlineData("?version=99", 404, "has the versions 1 to 1")]
    [InlineData("?colour=red", 200, "This link had a part we do not know: colour. It was left out.")]
    [InlineData("-not-there", 404, "There is no order 110-not-there in default.")]
    public async Task What_an_address_asks_for_in_vain_is_said(string more, int status, string says)
    {
        await App.Register("110");
        await SignIn();
        var answer = await Page.APIRequest.GetAsync($"/dashboard/default/orders/110{more}");

        answer.Status.ShouldBe(status);
        (await answer.TextAsync()).ShouldContain(says);
    }

    [BrowserFact]
    public async Task An_erased_order_says_so_and_shows_no_more_who_ordered()
    {
        using (var registered = await App.Send(HttpMethod.Post, "/api/webhooks/order",
            """{"id":111,"status":"pending","billing":{"first_name":"Ada","last_name":"Lovelace","email":"ada@example.com"}}"""))
            registered.EnsureSuccessStatusCode();
        await SignIn(to: "/dashboard/default/orders/111");
        await Expect(Page.Locator("a[href='mailto:ada@example.com']").First).ToBeVisibleAsync();
        using (var erased = await App.Send(HttpMethod.Post, "/api/orders/111/erase"))
            erased.EnsureSuccessStatusCode();
        await Page.ReloadAsync();

        await Expect(Page.Locator(".states")).ToContainTextAsync("erased");
        (await Page.ContentAsync()).ShouldNotContain("Lovelace");
    }

    [BrowserTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Nothing_stands_in_the_way_of_a_reader_who_cannot_see(ColorScheme scheme)
    {
        await NewPage(new() { ColorScheme = scheme, ViewportSize = new() { Width = 1280, Height = 900 } });
        await App.Register("112", "pending", "8.00");
        foreach (var body in new[] { """{"status":"completed"}""", """{"status":"on-hold"}""", """{"status":"pending","occurred_at":"2026-01-01T00:00:00Z"}""" })
            using (var pushed = await App.Patch("112", body))
                pushed.EnsureSuccessStatusCode();
        await SignIn(to: "/dashboard/default/orders/112");
        await Expect(Page.Locator("#timeline .event.stale")).ToHaveCountAsync(1);
        await Page.Locator("#e1-json summary").ClickAsync();

        (await Page.Faults()).ShouldBeEmpty();
    }
}
