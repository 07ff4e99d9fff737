using OrderLedger.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace OrderLedger.BrowserTests;

public class LivePages(LedgerApp app) : BrowserTests(app)
{
    [Fact]
    public async Task An_open_list_shows_a_new_order_and_its_next_status_within_a_second()
    {
        await SignIn(to: "/dashboard/default/orders");
        await IsLive(Page);

        await App.Register("4001");
        await Expect(Page.Locator("tr[data-order='4001']")).ToBeVisibleAsync(new() { Timeout = LiveMs });
        using var pushed = await App.Patch("4001", """{"status":"completed"}""");
        await Expect(Page.Locator("tr[data-order='4001'] .badge.status")).ToHaveTextAsync("completed", new() { Timeout = LiveMs });
    }
}
