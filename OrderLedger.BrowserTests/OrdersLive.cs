namespace OrderLedger.BrowserTests;

public class OrdersLive(SocketApp app) : BrowserTests(app)
{
    // A page that was fetched just before is not fetched again at once, and the more rarely the longer that takes.
    private const float FetchedMs = 5 * LiveMs;

    private const string Orders = "/dashboard/default/orders";

    private ILocator Rows => Page.Locator("#orders tr");

    [BrowserFact]
    public async Task Under_the_pointer_no_row_moves_and_what_is_new_waits_behind_a_button()
    {
        await App.Register("100");
        await App.Register("101");
        await Open(Orders);
        await Row("101").HoverAsync();
        var before = await Keys();

        await App.Register("102");
        using var pushed = await App.Patch("101", """{"status":"completed"}""");
        await Expect(Page.Locator("#orders-waiting")).ToHaveTextAsync("1 new - show it", new() { Timeout = FetchedMs });
        await Expect(Row("101").Locator(".badge.status")).ToHaveTextAsync("completed", new() { Timeout = LiveMs });
        (await Keys()).ShouldBe(before);

        await Page.Locator("#orders-waiting").ClickAsync();
        await Expect(Rows.First).ToHaveAttributeAsync("data-key", "102");
        await Expect(Page.Locator("#orders-waiting")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task A_filtered_list_keeps_what_no_longer_fits_until_the_pointer_has_left()
    {
        await App.Register("110", "on-hold");
        await App.Register("111", "on-hold");
        await Open($"{Orders}?status=on-hold");
        await Row("110").HoverAsync();

        using var pushed = await App.Patch("110", """{"status":"completed"}""");
        await Expect(Row("110").Locator(".badge.status")).ToHaveTextAsync("completed", new() { Timeout = LiveMs });
        await Expect(Page.Locator("#found")).ToHaveTextAsync("1 order", new() { Timeout = FetchedMs });
        await Expect(Row("110")).ToBeVisibleAsync();

        await Page.Mouse.MoveAsync(5, 5);
        await Expect(Row("110")).ToHaveCountAsync(0, new() { Timeout = LiveMs });
        await Expect(Row("111")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_ticked_order_stays_ticked_and_where_it_is_while_others_come_in()
    {
        await App.Register("120");
        await Open(Orders);
        await Box("120").CheckAsync();
        await Page.Mouse.MoveAsync(5, 5);
        await Expect(Page.Locator("#ticked")).ToHaveTextAsync("1 selected");

        await App.Register("121");
        using var pushed = await App.Patch("120", """{"status":"processing"}""");
        await Expect(Page.Locator("#orders-waiting")).ToBeVisibleAsync(new() { Timeout = FetchedMs });
        await Expect(Row("120").Locator(".badge.status")).ToHaveTextAsync("processing");
        await Expect(Row("121")).ToHaveCountAsync(0);
        await Expect(Box("120")).ToBeCheckedAsync();

        await Box("120").UncheckAsync();
        await Page.Mouse.MoveAsync(5, 5);
        await Expect(Row("121")).ToBeVisibleAsync(new() { Timeout = LiveMs });
    }

    private async Task Open(string path)
    {
        await SignIn(to: path);
        await IsLive(Page);
    }

    private ILocator Row(string order) => Page.Locator($"#orders tr[data-order='{order}']");

    private ILocator Box(string order) => Row(order).GetByRole(AriaRole.Checkbox);

    private async Task<string> Keys() => string.Join(' ', await Rows.EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.key)"));
}
