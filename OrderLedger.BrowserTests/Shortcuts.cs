using System.Text.RegularExpressions;

namespace OrderLedger.BrowserTests;

public class Shortcuts(SocketApp app) : BrowserTests(app)
{
    private const string Home = "/dashboard/default";

    private ILocator Search => Page.GetByLabel("Search by number, id, name or e-mail");

    private ILocator List => Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });

    private ILocator Choice => List.GetByLabel("Single-key shortcuts");

    [BrowserFact]
    public async Task A_question_mark_opens_their_list_and_Escape_closes_it()
    {
        await Open(Home);
        await Page.Keyboard.PressAsync("?");
        await Expect(List).ToContainTextAsync("search orders");

        await Page.Keyboard.PressAsync("Escape");
        await Expect(List).ToBeHiddenAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Keyboard shortcuts" }).ClickAsync();
        await Expect(List).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Letters_lead_to_a_page_and_through_its_list()
    {
        await App.Register("9901");
        await App.Register("9902");
        await Open(Home + "/settings/proof");
        await Page.Keyboard.PressAsync("g");
        await Page.Keyboard.PressAsync("o");
        await Expect(Page).ToHaveTitleAsync("Orders - OrderLedger");
        await IsLive(Page);

        await Page.Keyboard.PressAsync("j");
        await Page.Keyboard.PressAsync("j");
        await Page.Keyboard.PressAsync("k");
        await Page.Keyboard.PressAsync("j");
        await Expect(Page.Locator("#orders tr[aria-selected=true]")).ToHaveAttributeAsync("data-order", "9901");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page).ToHaveTitleAsync("Order 9901 - OrderLedger");
        await IsLive(Page);
        await Page.Keyboard.PressAsync("g");
        await Page.Keyboard.PressAsync("h");
        await Expect(Page).ToHaveTitleAsync("Home - OrderLedger");
    }

    [BrowserTheory]
    [InlineData("")]
    [InlineData("/orders/9911")]
    [InlineData("/refused")]
    [InlineData("/settings/data")]
    [InlineData("/settings")]
    [InlineData("/settings/proof")]
    [InlineData("/orders?status=pending")]
    public async Task A_slash_searches_orders_from_any_page(string path)
    {
        await App.Register("9911");
        await Open(Home + path);
        await Page.Keyboard.PressAsync("/");

        await Expect(Search).ToBeFocusedAsync();
        await Expect(Search).ToHaveValueAsync("");
        await Expect(Page).ToHaveURLAsync(new Regex("/orders(\\?status=pending)?$"));
    }

    [BrowserFact]
    public async Task On_the_audit_page_a_slash_searches_the_lines_of_an_order()
    {
        await Open(Home + "/activity");
        await Page.Keyboard.PressAsync("/");

        await Expect(Page.GetByLabel("Order", new() { Exact = true })).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Who_switches_them_off_has_none_until_they_switch_them_on_again()
    {
        await Open(Home);
        await Page.Keyboard.PressAsync("?");
        await Choice.UncheckAsync();
        await List.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Page.ReloadAsync();
        await IsLive(Page);
        await Page.EvaluateAsync("() => document.addEventListener('keydown', e => document.body.dataset.pressed = `${e.key} ${e.defaultPrevented}`)");
        foreach (var key in new[] { "?", "/" })
        {
            await Page.Keyboard.PressAsync(key);
            await Expect(Page.Locator("body")).ToHaveAttributeAsync("data-pressed", $"{key} false");
        }
        await Expect(List).ToHaveCountAsync(0);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Keyboard shortcuts" }).ClickAsync();
        await Expect(Choice).Not.ToBeCheckedAsync();
        await Choice.CheckAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("/");
        await Expect(Search).ToBeFocusedAsync();
    }

    private async Task Open(string path)
    {
        await SignIn(to: path);
        await IsLive(Page);
    }
}
