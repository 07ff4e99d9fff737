namespace OrderLedger.BrowserTests;

public class ProjectionPages(SocketApp app) : BrowserTests(app)
{
    private const string Url = "/dashboard/default/settings/data";

    [BrowserFact]
    public async Task A_rebuild_is_seen_on_its_way_and_ended_without_a_reload()
    {
        await App.Register("7001");
        var hold = await App.HoldRebuilds();
        await SignIn(to: Url);
        await Page.GetByText("Rebuild all…").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Rebuild all" }).ClickAsync();

        await Expect(Page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await Expect(Page.Locator("#running")).ToContainTextAsync("waiting");
        await Page.EvaluateAsync("() => { window.isThisPage = true; }");
        await hold.DisposeAsync();

        await Expect(Page.Locator("#running")).ToContainTextAsync("No rebuild is under way", new() { Timeout = 30_000 });
        await Expect(Page.Locator("#latest tbody tr").First).ToContainTextAsync("done");
        await Expect(Page.Locator("#projections tbody tr").First).ToContainTextAsync("by bootstrap");
        (await Page.EvaluateAsync<bool>("() => window.isThisPage === true")).ShouldBeTrue();
    }

    [BrowserFact]
    public async Task A_rebuild_is_cancelled()
    {
        await App.Register("7101");
        await using var hold = await App.HoldRebuilds();
        await SignIn(to: Url);
        await Page.Locator("#ask-kpi summary").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Rebuild figures" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the rebuild" }).ClickAsync();
        await hold.DisposeAsync();

        await Expect(Page.Locator("#latest tbody tr").First).ToContainTextAsync("cancelled", new() { Timeout = 30_000 });
    }
}
