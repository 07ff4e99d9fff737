using System.Text.RegularExpressions;
using OrderLedger.Api.Access;

namespace OrderLedger.BrowserTests;

public class AuditPages(SocketApp app) : BrowserTests(app)
{
    private const string Url = "/dashboard/default/activity";

    private ILocator Rows => Page.Locator("#audit tr");

    [BrowserFact]
    public async Task Filters_stand_in_the_address_and_are_there_after_a_reload()
    {
        await App.Register("8001");
        using var pushed = await App.Patch("8001", """{"status":"completed"}""");
        await SignIn(to: Url);
        await Page.GetByLabel("Order", new() { Exact = true }).FillAsync("8001");
        await Page.GetByLabel("What", new() { Exact = true }).SelectOptionAsync("status_changed");
        await Expect(Page).ToHaveURLAsync(new Regex("order=8001.*type=status_changed"));
        await Expect(Rows).ToHaveCountAsync(1);

        await Page.ReloadAsync();
        await Expect(Rows).ToHaveCountAsync(1);
        await Expect(Rows).ToContainTextAsync("pending became → completed");
        await Expect(Page.GetByLabel("Order", new() { Exact = true })).ToHaveValueAsync("8001");
        await Expect(Page.GetByLabel("What", new() { Exact = true })).ToHaveValueAsync("status_changed");
        await Expect(Rows.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", "/dashboard/default/orders/8001");
    }

    [BrowserFact]
    public async Task What_was_done_to_the_store_is_told_in_words_and_to_admins_alone()
    {
        await SignIn(to: Url + "?kind=actions");
        await Expect(Rows.Filter(new() { HasText = "Made the store, shop system vici" })).ToHaveCountAsync(1);
        await Expect(Rows.Filter(new() { HasText = "Made the key bootstrap" })).ToHaveCountAsync(1);

        var looker = await App.Key("looker", [Scope.Read]);
        await NewPage(new());
        await SignIn(looker, Url);
        await Expect(Page.GetByText("Made the store")).ToHaveCountAsync(0);
        await Expect(Page.GetByText("Export")).ToHaveCountAsync(0);
        Expected.Add("403");
        await Page.GotoAsync(Url + "?kind=actions");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("shown to its admins");
        (await Page.GotoAsync(Url + "/export?format=csv"))!.Status.ShouldBe(403);
    }

    [BrowserFact]
    public async Task A_new_event_appears_while_the_page_is_open_and_pages_lead_on_to_older_ones()
    {
        for (var id = 8201; id < 8206; id++)
            await App.Register($"{id}");
        await SignIn(to: Url + "?type=order_registered&limit=3");
        await IsLive(Page);
        await App.Register("8206");
        await Expect(Rows.First).ToContainTextAsync("8206");

        await Page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(Rows.First).ToContainTextAsync("8203");
        await Expect(Page.GetByLabel("What", new() { Exact = true })).ToHaveValueAsync("order_registered");
    }

    [BrowserFact]
    public async Task An_export_is_downloaded_for_the_time_that_is_chosen_and_its_taking_is_recorded()
    {
        await App.Register("8301");
        await SignIn(to: Url + "?recorded_from=2020-01-01");
        await Page.Locator("#export summary").ClickAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() =>
            Page.GetByRole(AriaRole.Link, new() { Name = "A table (CSV)" }).ClickAsync());

        download.SuggestedFilename.ShouldBe("default.csv");
        var text = await File.ReadAllTextAsync(await download.PathAsync());
        text.ShouldStartWith("seq,store,order_id");
        text.ShouldContain(",8301,");
        await Page.GotoAsync(Url + "?type=export_taken");
        await Expect(Rows.First).ToContainTextAsync("Took an export as csv from 2020-01-01");
    }

    [BrowserTheory]
    [InlineData("type=nothing", "type takes")]
    [InlineData("recorded_from=yesterday", "ISO 8601")]
    public async Task A_filter_that_cannot_be_is_said_clearly(string query, string said)
    {
        Expected.Add("400");
        await SignIn(to: $"{Url}?{query}");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(said);
    }
}
