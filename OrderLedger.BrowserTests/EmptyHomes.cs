namespace OrderLedger.BrowserTests;

public class EmptyHomes(SocketApp app) : BrowserTests(app)
{
    [BrowserFact]
    public async Task A_store_without_orders_shows_how_to_send_one_and_fills_itself_when_it_comes()
    {
        await SignIn();
        await IsLive(Page);
        await Expect(Page.Locator("#first-order"))
            .ToContainTextAsync($"curl -X POST {App.Client.BaseAddress!.ToString().TrimEnd('/')}/api/orders");
        var body = System.Text.RegularExpressions.Regex.Match(await Page.Locator("#first-order")
            .InnerTextAsync(), "-d '(.*)'").Groups[1].Value;

        using var sent = await App.Send(HttpMethod.Post, "/api/orders", body);

        sent.IsSuccessStatusCode.ShouldBeTrue(await sent.Content.ReadAsStringAsync());
        await Expect(Page.Locator("#orders .big")).ToHaveTextAsync("1");
        await Expect(Page.Locator("#newest li")).ToHaveCountAsync(1);
        await Expect(Page.Locator("#first-order")).ToHaveCountAsync(0);
    }
}
