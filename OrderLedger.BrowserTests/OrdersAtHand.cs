using System.Text.RegularExpressions;

namespace OrderLedger.BrowserTests;

public class OrdersAtHand(SocketApp app) : BrowserTests(app)
{
    private const string Orders = "/dashboard/default/orders";

    [BrowserFact]
    public async Task The_keyboard_searches_walks_ticks_and_opens()
    {
        Expected.Add("404");
        await App.Register("201");
        await App.Register("202");
        await SignIn(to: Orders);

        await Page.Keyboard.PressAsync("j");
        await Page.Keyboard.PressAsync("j");
        await Expect(Row("201")).ToHaveAttributeAsync("aria-selected", "true");
        await Page.Keyboard.PressAsync("x");
        await Expect(Row("201").GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        await Page.Keyboard.PressAsync("k");
        await Expect(Row("202")).ToHaveAttributeAsync("aria-selected", "true");
        await Page.Keyboard.PressAsync("/");
        await Expect(Page.GetByLabel("Search by number")).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("201");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page).ToHaveURLAsync(new Regex("/orders\\?search=201$"));

        await Page.Keyboard.PressAsync("j");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page).ToHaveURLAsync(new Regex("/orders/201$"));
    }

    [BrowserTheory]
    [InlineData(true, "210", "211")]
    [InlineData(false, "212", "213")]
    public async Task Orders_are_found_ticked_and_changed_together_with_and_without_JavaScript(bool script, string one, string other)
    {
        await NewPage(new() { JavaScriptEnabled = script, ViewportSize = new() { Width = 1280, Height = 900 } });
        await App.Register(one, "failed");
        await App.Register(other, "failed");
        await SignIn(to: Orders);
        await Page.Locator("#choice-status summary").ClickAsync();
        await Page.Locator("#choice-status").GetByLabel("failed").CheckAsync();
        await Page.Locator("#choice-status").GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(Page.Locator("#orders tr")).ToHaveCountAsync(2);

        await Row(one).GetByRole(AriaRole.Checkbox).CheckAsync();
        await Row(other).GetByRole(AriaRole.Checkbox).CheckAsync();
        await Page.GetByLabel("New status of the ticked orders").SelectOptionAsync("processing");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Set status…" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Set 2 orders to processing" }).ClickAsync();
        await Expect(Page.Locator("tr[data-outcome=changed]")).ToHaveCountAsync(2);

        await Page.GetByRole(AriaRole.Link, new() { Name = "Back to the list" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("status=failed"));
        await Expect(Page.GetByText("No order matches")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task All_orders_of_the_page_are_ticked_by_one_box()
    {
        await App.Register("220");
        await SignIn(to: Orders);
        await Page.GetByLabel("Tick all orders of this page").CheckAsync();
        var rows = await Page.Locator("#orders tr").CountAsync();

        await Expect(Page.Locator("#ticked")).ToHaveTextAsync($"{rows} selected");
    }

    [BrowserFact]
    public async Task On_a_narrow_screen_rows_are_cards_and_filters_fold()
    {
        await NewPage(new() { ViewportSize = new() { Width = 390, Height = 800 } });
        await App.Register("230", total: "12.50");
        await SignIn(to: Orders);

        await Expect(Row("230")).ToContainTextAsync("12.50 USD");
        await Expect(Page.Locator("#choice-status")).ToBeHiddenAsync();
        await Page.GetByText("Filters", new() { Exact = true }).ClickAsync();
        await Expect(Page.Locator("#choice-status")).ToBeVisibleAsync();
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
    }

    [BrowserFact]
    public async Task A_filter_is_taken_away_by_its_chip()
    {
        await SignIn(to: $"{Orders}?status=pending&payment=paid");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Take away: payment: paid" }).ClickAsync();

        await Expect(Page).ToHaveURLAsync(new Regex("/orders\\?status=pending$"));
    }

    private ILocator Row(string order) => Page.Locator($"#orders tr[data-order='{order}']");
}
