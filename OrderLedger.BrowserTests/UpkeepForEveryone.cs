namespace OrderLedger.BrowserTests;

public class UpkeepForEveryone(SocketApp app) : BrowserTests(app)
{
    private static readonly string[] Paths = ["refused", "activity", "settings", "settings/webhooks", "settings/data", "settings/proof"];

    [BrowserTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Each_page_is_accessible_and_as_wide_as_the_screen(ColorScheme scheme, int width)
    {
        await App.Register("9501");
        using var refused = await App.Patch("9502", """{"order_status":"completed"}""");
        await NewPage(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });
        await SignIn();
        foreach (var path in Paths)
        {
            await Page.GotoAsync($"/dashboard/default/{path}");
            await Page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(d => d.open = true)");
            (await Page.Faults()).ShouldBeEmpty(path);
            await Page.EvaluateAsync("() => document.querySelectorAll('main details').forEach(d => d.open = false)");
            (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, path);
        }
    }
}
