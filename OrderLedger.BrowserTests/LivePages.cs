namespace OrderLedger.BrowserTests;

public class LivePages(SocketApp app) : BrowserTests(app)
{
    [BrowserFact]
    public async Task An_open_list_shows_a_new_order_and_its_next_status_within_a_second()
    {
        await SignIn(to: "/dashboard/default/orders");
        await IsLive(Page);

        await SeenWithinASecond(async turn =>
        {
            await App.Register($"{4000 + turn}");
            return Page.Locator($"tr[data-order='{4000 + turn}']");
        });
        await SeenWithinASecond(async turn =>
        {
            var status = turn % 2 == 1 ? "completed" : "processing";
            using var pushed = await App.Patch("4001", $$"""{"status":"{{status}}"}""");
            return Page.Locator($"tr[data-order='4001'] .badge.status:text-is('{status}')");
        });
    }
}
