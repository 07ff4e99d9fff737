using System.Text.RegularExpressions;

namespace OrderLedger.BrowserTests;

/// <summary>Notes, tags and names that colleagues write on an order for each other.</summary>
public class OrderOfATeam(SocketApp app) : BrowserTests(app)
{
    private ILocator Newest => Page.Locator("#timeline .event .what").First;

    [BrowserFact]
    public async Task A_note_for_colleagues_stands_on_the_timeline()
    {
        await App.Register("401");
        await SignIn(to: "/dashboard/default/orders/401");
        await Page.GetByPlaceholder("Add a note for colleagues…").FillAsync("The bell is <b>quiet</b>.");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save note" }).ClickAsync();

        await Expect(Page.GetByText("Note saved.")).ToBeVisibleAsync();
        await Expect(Newest).ToContainTextAsync("bootstrap added a note");
        await Expect(Page.Locator("#timeline .event .said").First).ToContainTextAsync("The bell is <b>quiet</b>.");
        await Expect(Page.Locator("#team-now")).ToContainTextAsync("The bell is <b>quiet</b>.");
    }

    [BrowserFact]
    public async Task A_tag_is_added_found_by_and_removed()
    {
        await App.Register("402");
        await App.Register("403");
        await SignIn(to: "/dashboard/default/orders/402");
        await Page.GetByLabel("New tag").FillAsync("Call first");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add tag" }).ClickAsync();
        await Expect(Newest).ToContainTextAsync("bootstrap added the tag call-first");

        await Page.GotoAsync("/dashboard/default/orders");
        await Page.GetByLabel("Tag", new() { Exact = true }).FillAsync("call first");
        await Page.GetByLabel("Tag", new() { Exact = true }).PressAsync("Enter");
        await Expect(Page).ToHaveURLAsync(new Regex("tag=call(-|%20|\\+)first"));
        await Expect(Page.Locator("#orders tr")).ToHaveCountAsync(1);
        await Expect(Page.Locator("#orders tr")).ToContainTextAsync("call-first");

        await Page.GotoAsync("/dashboard/default/orders/402");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove the tag call-first" }).ClickAsync();
        await Expect(Newest).ToContainTextAsync("bootstrap removed the tag call-first");
        await Expect(Page.Locator(".tags")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_status_is_whole_beside_tags_on_a_narrow_screen()
    {
        await App.Register("408", "processing");
        (await App.Send(HttpMethod.Patch, "/api/orders/408",
            """{"add_tags":["ring-twice","glass","present"],"assigned_to":"Anna Example"}""")).Dispose();
        await NewPage(new() { ViewportSize = new() { Width = 390, Height = 800 } });
        await SignIn(to: "/dashboard/default/orders?tag=glass");

        (await Page.Locator("#orders .badge.status").EvaluateAsync<bool>("e => e.scrollWidth <= e.clientWidth && e.clientHeight < 32")).ShouldBeTrue();
    }

    [BrowserFact]
    public async Task An_order_that_somebody_takes_is_among_theirs()
    {
        await App.Register("404");
        await App.Register("405");
        await SignIn(to: "/dashboard/default/orders/404");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Assign to me" }).ClickAsync();
        await Expect(Page.Locator("#team-now strong")).ToHaveTextAsync("bootstrap");

        await Page.GotoAsync("/dashboard/default/orders");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Mine" }).ClickAsync();
        await Expect(Page.Locator("#orders tr")).ToHaveCountAsync(1);
        await Expect(Page.Locator("#orders tr")).ToContainTextAsync("404");

        await Page.GotoAsync("/dashboard/default/orders/404");
        await Page.GetByLabel("Assign to", new() { Exact = true }).FillAsync("Ana");
        await Page.GetByLabel("Assign to", new() { Exact = true }).PressAsync("Enter");
        await Expect(Newest).ToContainTextAsync("bootstrap assigned the order to Ana, before bootstrap");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Nobody" }).ClickAsync();
        await Expect(Page.Locator("#team-now")).ToContainTextAsync("nobody");
    }

    [BrowserFact]
    public async Task What_a_colleague_writes_meanwhile_appears_and_takes_nothing_that_is_being_typed()
    {
        await App.Register("406");
        await SignIn(to: "/dashboard/default/orders/406");
        await IsLive(Page);
        await Page.GetByLabel("New tag").FillAsync("half a wo");
        using (var tagged = await App.Send(HttpMethod.Patch, "/api/orders/406", """{"add_tags":["fragile"],"assigned_to":"Ben"}"""))
            tagged.EnsureSuccessStatusCode();

        await Expect(Page.Locator(".tags")).ToContainTextAsync("fragile");
        await Expect(Page.Locator("#team-now strong")).ToHaveTextAsync("Ben");
        await Expect(Page.GetByLabel("New tag")).ToHaveValueAsync("half a wo");
    }
}
