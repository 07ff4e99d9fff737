namespace OrderLedger.BrowserTests;

public class RowsUnderThePointer(SocketApp app) : BrowserTests(app)
{
    private static int newest = 9_800;

    [BrowserTheory]
    [InlineData("/orders", "#orders tr", 1280)]
    [InlineData("/orders", "#orders tr", 390)]
    [InlineData("/refused", "#rejected tr", 1280)]
    [InlineData("/refused", "#rejected tr", 390)]
    [InlineData("/activity", "#audit tr", 1280)]
    [InlineData("/activity", "#audit tr", 390)]
    [InlineData("/orders/9701", "#timeline .event", 1280)]
    [InlineData("/orders/9701", "#timeline .event", 390)]
    [InlineData("", "#newest li", 1280)]
    [InlineData("", "#newest li", 390)]
    public async Task Stay_where_they_are_when_the_button_for_what_is_new_appears(string path, string rows, int width)
    {
        await App.Register("9701");
        await Happen(1);
        await NewPage(new() { ViewportSize = new() { Width = width, Height = 900 } });
        await SignIn(to: "/dashboard/default" + path);
        await IsLive(Page);
        var row = Page.Locator(rows).First;
        await row.HoverAsync();
        var key = await row.GetAttributeAsync("data-key");
        var place = await Top(rows);

        await Happen(2);

        await Expect(Page.GetByRole(AriaRole.Button, new() { NameRegex = new("new - show") })).ToBeVisibleAsync();
        await Expect(row).ToHaveAttributeAsync("data-key", key!);
        await Page.Keep($"waiting{path.Replace('/', '-')}", width, ColorScheme.Light);
        (await Top(rows)).ShouldBe(place, 0.01);
    }

    // Asked in one go: a row may be replaced by its next state at any moment.
    private Task<double> Top(string rows) =>
        Page.EvaluateAsync<double>("rows => document.querySelector(rows).getBoundingClientRect().y", rows);

    // What each of the lists tells: a new order, a new status, a push that is refused.
    private async Task Happen(int turn)
    {
        await App.Register($"{++newest}");
        using var pushed = await App.Patch("9701", $$"""{"status":"{{(turn == 1 ? "processing" : "completed")}}"}""");
        pushed.EnsureSuccessStatusCode();
        using var refused = await App.Patch("9702", """{"order_status":"completed"}""");
        ((int)refused.StatusCode).ShouldBe(404);
    }
}
