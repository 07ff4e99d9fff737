namespace OrderLedger.BrowserTests;

public class AnEmptyShop(SocketApp app) : BrowserTests(app)
{
    // The page was fetched just before, when it went live: it is not fetched again at once.
    private const float FetchedMs = 5 * LiveMs;

    [BrowserFact]
    public async Task Says_how_the_first_order_comes_in_and_shows_it_when_it_does()
    {
        await SignIn(to: "/dashboard/default/orders");
        await IsLive(Page);
        await Expect(Page.Locator("#first-order")).ToContainTextAsync($"curl -X POST {App.Client.BaseAddress}api/orders");

        await App.Register("1");
        await Expect(Page.Locator("#orders tr[data-order='1']")).ToBeVisibleAsync(new() { Timeout = FetchedMs });
        await Expect(Page.Locator("#first-order")).ToHaveCountAsync(0, new() { Timeout = FetchedMs });
    }
}
