namespace OrderLedger.BrowserTests;

/// <summary>Pages that no link of the menu leads to: somebody comes there by what they did. The same holds as for every page.</summary>
public class PagesBetween(SocketApp app) : BrowserTests(app)
{
    public static TheoryData<int, ColorScheme> Screens => new() { { 1280, ColorScheme.Light }, { 390, ColorScheme.Dark } };

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task Signing_in_with_a_key_that_is_none(int width, ColorScheme scheme)
    {
        Expected.Add("401");
        await NewPage(At(width, scheme));
        await Page.GotoAsync("/sign-in");
        await IsFaultless("sign-in", width, scheme);
        await Page.GetByLabel("API key").FillAsync("not-a-key");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.GetByRole(AriaRole.Alert).WaitForAsync();

        await IsFaultless("sign-in-refused", width, scheme);
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task A_push_that_was_refused_twice(int width, ColorScheme scheme)
    {
        await Open("/refused", width, scheme);
        using var refused = await App.Patch("9601", """{"order_status":"completed"}""");
        await Page.ReloadAsync();
        await Page.Locator("#rejected a").First.ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Page.GetByText("Refused again with 404").WaitForAsync();

        await IsFaultless("rejected-push", width, scheme);
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task What_came_of_a_replay_of_all(int width, ColorScheme scheme)
    {
        using var refused = await App.Patch("9611", """{"order_status":"completed"}""");
        await Open("/refused?path=/9611/", width, scheme);
        await Page.GetByText("Try what is chosen again").ClickAsync();
        await IsFaultless("replay-confirm", width, scheme);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Try them now" }).ClickAsync();
        await Page.GetByText("refused again.").WaitForAsync();

        await IsFaultless("replayed", width, scheme);
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task What_came_of_a_change_of_many_orders(int width, ColorScheme scheme)
    {
        await App.Register("9621", "pending");
        await App.Register("9622", "processing");
        await Open("/orders", width, scheme);
        foreach (var order in new[] { "9621", "9622" })
            await Page.Locator($"tr[data-order='{order}']").GetByRole(AriaRole.Checkbox).CheckAsync();
        await IsFaultless("orders-ticked", width, scheme);
        await Page.GetByLabel("New status of the ticked orders").SelectOptionAsync("processing");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Set status…" }).ClickAsync();
        await Page.GetByText("Please check").WaitForAsync();
        await Page.GetByText("Show the 2 orders").ClickAsync();
        await IsFaultless("bulk-check", width, scheme);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Set 2 orders" }).ClickAsync();
        await Page.Locator("tr[data-outcome]").First.WaitForAsync();
        await IsFaultless("bulk", width, scheme);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo this one" }).ClickAsync();
        await Page.GetByText("set back to the status before").WaitForAsync();

        await IsFaultless("bulk-undone", width, scheme);
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task A_key_that_was_just_made(int width, ColorScheme scheme)
    {
        await Open("/settings", width, scheme);
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync($"till {width}");
        await Page.GetByLabel("change orders").CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        await Page.Locator("#new-key").WaitForAsync();

        await IsFaultless("new-key", width, scheme);
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task A_status_for_which_somebody_else_was_faster(int width, ColorScheme scheme)
    {
        Expected.Add("409");
        await App.Register("9631", "pending");
        await Open("/orders/9631", width, scheme);
        await Page.GetByLabel("New status").SelectOptionAsync("cancelled");
        using var pushed = await App.Patch("9631", """{"status":"processing"}""");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Update Status" }).ClickAsync();
        await Expect(Page.Locator("#refused")).ToContainTextAsync("was faster");

        await IsFaultless("too-late", width, scheme);
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task The_list_of_shortcuts(int width, ColorScheme scheme)
    {
        await Open("", width, scheme);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Keyboard shortcuts" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        await IsFaultless("shortcuts", width, scheme);
    }

    private async Task Open(string path, int width, ColorScheme scheme)
    {
        await NewPage(At(width, scheme));
        await SignIn(to: "/dashboard/default" + path);
        await IsLive(Page);
    }

    private async Task IsFaultless(string name, int width, ColorScheme scheme)
    {
        await Page.Keep(name, width, scheme);
        (await Page.Faults()).ShouldBeEmpty(name);
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .ShouldBe(0, "the page scrolls sideways");
    }

    private static BrowserNewContextOptions At(int width, ColorScheme scheme) =>
        new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme };
}
