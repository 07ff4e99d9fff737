using System.Text;
using System.Text.RegularExpressions;

namespace OrderLedger.BrowserTests;

public class PrintedPages(PagesToSee app) : BrowserTests(app), IClassFixture<PagesToSee>
{
    private const string Orders = "/dashboard/default/orders";

    public static TheoryData<int, ColorScheme> Screens => new() { { 1280, ColorScheme.Light }, { 390, ColorScheme.Dark } };

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task A_packing_slip_is_a_sheet_for_each_order(int width, ColorScheme scheme)
    {
        await NewPage(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        await SignIn(to: Orders);
        foreach (var order in new[] { "1001", "1002", "1003" })
            await Page.Locator($"tr[data-order='{order}']").GetByRole(AriaRole.Checkbox).CheckAsync();
        var slips = await Page.RunAndWaitForPopupAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = "Packing slips" }).ClickAsync());
        await slips.Locator(".slip").First.WaitForAsync();

        await Expect(slips.Locator(".slip h2")).ToHaveTextAsync(["Order 1001", "Order 1002", "Order 1003"]);
        await Expect(slips.Locator(".slip address").First).ToContainTextAsync("Rua do Ouro 1");
        await Expect(slips.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeVisibleAsync();
        await slips.Keep("packing-slips", width, scheme);
        (await slips.Faults()).ShouldBeEmpty();
        (await PagesOf(slips)).ShouldBe(3);
        await slips.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(slips.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeHiddenAsync();
        await IsBlackOnWhite(slips);
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task A_pick_list_is_one_table(int width, ColorScheme scheme)
    {
        await NewPage(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        await SignIn(to: Orders);
        foreach (var order in new[] { "1001", "1002", "1003" })
            await Page.Locator($"tr[data-order='{order}']").GetByRole(AriaRole.Checkbox).CheckAsync();
        var picks = await Page.RunAndWaitForPopupAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = "Pick list" }).ClickAsync());
        await picks.Locator(".picks").WaitForAsync();

        await Expect(picks.Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(picks.Locator("tbody tr").First).ToContainTextAsync("M-1");
        await Expect(picks.Locator("tbody tr").First.Locator(".num")).ToHaveTextAsync("6");
        await picks.Keep("pick-list", width, scheme);
        (await picks.Faults()).ShouldBeEmpty();
        (await picks.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        (await PagesOf(picks)).ShouldBe(1);
    }

    [BrowserFact]
    public async Task The_button_prints_and_nothing_else_does()
    {
        await SignIn(to: $"{Orders}/1001");
        await Page.AddInitScriptAsync("window.print = () => { document.title = 'printed'; };");
        await Page.GotoAsync("/dashboard/default/print/packing-slips?order=1001");
        await Expect(Page).Not.ToHaveTitleAsync("printed");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Print" }).ClickAsync();

        await Expect(Page).ToHaveTitleAsync("printed");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Back to the order" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/orders/1001$"));
    }

    [BrowserFact]
    public async Task An_order_leads_to_its_packing_slip()
    {
        await SignIn(to: $"{Orders}/1001");
        var slip = await Page.RunAndWaitForPopupAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Packing slip" }).ClickAsync());

        await Expect(slip.Locator(".slip h2")).ToHaveTextAsync("Order 1001");
    }

    [BrowserTheory]
    [InlineData("")]
    [InlineData("/orders?status=processing")]
    [InlineData("/orders/1003")]
    [InlineData("/activity")]
    [InlineData("/refused")]
    [InlineData("/settings")]
    [InlineData("/settings/webhooks")]
    [InlineData("/settings/proof")]
    public async Task Any_page_is_printed_without_frame_and_forms_black_on_white(string path)
    {
        await NewPage(new() { ViewportSize = new() { Width = 1280, Height = 900 }, ColorScheme = ColorScheme.Dark });
        await SignIn(to: "/dashboard/default" + path);
        await Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });

        foreach (var hidden in new[] { ".top", ".pages", ".foot" })
            await Expect(Page.Locator(hidden)).ToBeHiddenAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        (await Page.Locator("form:visible, button:visible, input:visible, select:visible").CountAsync()).ShouldBe(0);
        await IsBlackOnWhite(Page);
        // As narrow as a sheet: a table stays one.
        await Page.SetViewportSizeAsync(700, 900);
        foreach (var table in await Page.Locator("table.cards:visible").AllAsync())
            (await table.EvaluateAsync<string>("t => getComputedStyle(t).display")).ShouldBe("table");
        await Page.Keep($"printed{path.Replace('/', '-').Replace('?', '-')}", 700, ColorScheme.Dark);
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
    }

    // What is written has at least the contrast of print: dark on light.
    private static async Task IsBlackOnWhite(IPage page) => (await page.EvaluateAsync<string[]>("""
        () => {
          const light = c => { const [r, g, b, a = 1] = c.match(/[\d.]+/g).map(Number); return { is: a === 0 || (r + g + b) / 3 > 230, ink: (r + g + b) / 3 < 90 }; };
          const wrong = [];
          for (const e of document.querySelectorAll("body, main *")) {
            if (!e.checkVisibility() || e.closest("svg")) continue;
            const style = getComputedStyle(e);
            if (!light(style.backgroundColor).is) wrong.push("back " + e.outerHTML.slice(0, 80));
            if ([...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !light(style.color).ink) wrong.push("ink " + style.color + " " + e.outerHTML.slice(0, 80));
          }
          return wrong.slice(0, 5);
        }
        """)).ShouldBeEmpty();

    private static async Task<int> PagesOf(IPage page) =>
        Regex.Count(Encoding.Latin1.GetString(await page.PdfAsync(new() { Format = "A4" })), @"/Type\s*/Page\b(?!s)");
}
