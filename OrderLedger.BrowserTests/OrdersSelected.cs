using System.Text.RegularExpressions;

namespace OrderLedger.BrowserTests;

public class OrdersSelected(ManyOrders shop) : BrowserTests(shop), IClassFixture<ManyOrders>
{
    private const string Failed = "/dashboard/default/orders?status=failed";

    private ILocator Said => Page.Locator("#ticked");

    private ILocator Bar => Page.Locator("#bulk");

    private ILocator Boxes => Page.Locator("#orders td.tick input");

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_bar_is_in_sight_while_an_order_is_ticked_and_only_then(bool script)
    {
        await NewPage(new() { JavaScriptEnabled = script, ViewportSize = new() { Width = 1280, Height = 500 } });
        await SignIn(to: Failed);
        await Expect(Bar).ToBeHiddenAsync();

        await Boxes.First.CheckAsync();
        await Expect(Bar).ToBeInViewportAsync(new() { Ratio = 1 });
        await Boxes.First.UncheckAsync();
        await Expect(Bar).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task With_Shift_a_click_ticks_all_from_the_last_one()
    {
        await SignIn(to: Failed);
        await Boxes.Nth(2).ClickAsync();
        await Boxes.Nth(6).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(Said).ToHaveTextAsync("5 selected");

        await Boxes.Nth(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(Said).ToHaveTextAsync("2 selected");
        (await Page.EvaluateAsync<string>("getSelection().toString()")).ShouldBeEmpty("no text is marked");
    }

    [BrowserFact]
    public async Task With_Shift_the_keyboard_ticks_all_from_the_last_one()
    {
        await SignIn(to: Failed);
        await Boxes.Nth(1).FocusAsync();
        await Page.Keyboard.PressAsync("Space");
        await Boxes.Nth(5).FocusAsync();
        await Page.Keyboard.PressAsync("Shift+Space");
        await Expect(Said).ToHaveTextAsync("5 selected");

        for (var i = 0; i < 9; i++)
            await Page.Keyboard.PressAsync("j");
        await Page.Keyboard.PressAsync("Shift+X");
        await Expect(Said).ToHaveTextAsync("8 selected");
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_that_the_list_finds_are_changed_together_and_set_back(bool script)
    {
        await NewPage(new() { JavaScriptEnabled = script, ViewportSize = new() { Width = 1280, Height = 900 } });
        await SignIn(to: Failed);

        await Boxes.First.CheckAsync();
        await Page.GetByLabel("Select all 40").CheckAsync();
        if (script)
            await Expect(Said).ToHaveTextAsync("40 selected");
        await Page.GetByLabel("New status of the ticked orders").SelectOptionAsync("refunded");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Set status…" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Set 40 orders to refunded?");
        await Expect(Page.GetByText("40 moves are unusual for this shop: failed → refunded.")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Set 40 orders to refunded" }).ClickAsync();
        await Expect(Page.Locator("tr[data-outcome=changed]")).ToHaveCountAsync(40);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo these 40" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "40 set back" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Back to the list" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("status=failed$"));
        await Expect(Page.Locator("#found")).ToHaveTextAsync("40 orders");
    }

    [BrowserFact]
    public async Task A_row_that_is_unticked_ends_that_all_are_selected()
    {
        await SignIn(to: Failed);
        await Boxes.First.CheckAsync();
        await Page.GetByLabel("Select all 40").CheckAsync();
        await Boxes.Nth(3).UncheckAsync();

        await Expect(Page.GetByLabel("Select all 40")).Not.ToBeCheckedAsync();
        await Expect(Said).ToHaveTextAsync("24 selected");
    }

    [BrowserFact]
    public async Task The_selection_is_a_table_and_the_page_stays_as_it_is()
    {
        await SignIn(to: Failed);
        await Boxes.Nth(0).CheckAsync();
        await Boxes.Nth(1).CheckAsync();
        foreach (var name in new[] { "One line per order", "One line per item, with address and phone" })
        {
            await Bar.GetByText("CSV", new() { Exact = true }).ClickAsync();
            var kind = Bar.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
            var file = await Page.RunAndWaitForDownloadAsync(() => kind.ClickAsync());
            (await File.ReadAllLinesAsync(await file.PathAsync())).Length.ShouldBe(3, name);
        }
        await Expect(Said).ToHaveTextAsync("2 selected");
    }
}

/// <summary>A shop with more failed orders than a page of the list has.</summary>
public sealed class ManyOrders : SocketApp
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        for (var i = 0; i < 40; i++)
            await Register($"{3000 + i}", "failed", "7.00");
    }
}
