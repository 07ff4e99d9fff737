namespace OrderLedger.BrowserTests;

public class OneOrderUnderLoad(SocketApp app) : BrowserTests(app)
{
    [BrowserFact]
    public async Task An_order_page_stays_usable_while_a_hundred_pushes_a_second_come_to_its_order()
    {
        await App.Register("108", "pending");
        await SignIn(to: "/dashboard/default/orders/108");
        await IsLive(Page);
        using var end = new CancellationTokenSource();
        var pushing = Push("108", end.Token);
        await Expect(Page.Locator("#timeline .event")).ToHaveCountAsync(50);
        var elements = await Elements();
        await Page.GetByLabel("Reason").FillAsync("Typed in the storm");

        for (var round = 0; round < 3; round++)
        {
            var version = await Page.Locator("#version").TextContentAsync();
            await Expect(Page.Locator("#version")).Not.ToHaveTextAsync(version!, new() { Timeout = 20 * LiveMs });
            var stores = Page.Locator("#stores");
            await SeenWithinASecond(async _ =>
            {
                if (!await stores.Locator("ul").IsVisibleAsync())
                    await stores.Locator("summary").ClickAsync(new() { Timeout = LiveMs });
                return stores.Locator("ul");
            });
            await SeenWithinASecond(async _ =>
            {
                if (await stores.Locator("ul").IsVisibleAsync())
                    await stores.Locator("summary").ClickAsync(new() { Timeout = LiveMs });
                return Page.Locator("#stores:not([open])");
            });
        }
        await Expect(Page.GetByLabel("Reason")).ToHaveValueAsync("Typed in the storm");
        (await Elements()).ShouldBeLessThan(elements + 200);
        await Expect(Page.Locator("#timeline .event")).ToHaveCountAsync(50);
        await end.CancelAsync();
        (await pushing).ShouldBeGreaterThan(100);

        await Page.Locator("#older").ClickAsync();
        await Expect(Page.Locator("#timeline .event")).ToHaveCountAsync(50);
        await Page.GetByRole(AriaRole.Link, new() { Name = "To the newest events" }).ClickAsync();
        await Expect(Page.Locator("#older")).ToBeVisibleAsync();
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
