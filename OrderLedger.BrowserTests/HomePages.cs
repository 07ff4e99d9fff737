using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderLedger.BrowserTests;

public partial class HomePages(SocketApp app) : BrowserTests(app)
{
    private const string Home = "/dashboard/default";

    [BrowserFact]
    public async Task A_push_is_seen_in_the_cards_the_statuses_and_the_latest_changes_within_a_second()
    {
        await App.Register("6001", "pending", "10.00");
        await SignIn(to: Home);
        await IsLive(Page);
        var orders = await Number("#orders .big");
        var completed = await Page.Locator("#statuses tr[data-key=completed]").CountAsync() == 0
            ? 0
            : await Number("#statuses tr[data-key=completed] .count >> nth=0");
        await Page.EvaluateAsync("() => { window.isSamePage = true; }");

        var pushed = 0;
        await SeenWithinASecond(async turn =>
        {
            await App.Register($"{60_020 + turn}", "completed", "149.90");
            pushed = turn;
            return Page.Locator($"body:has(#newest li:first-child:has-text('{60_020 + turn}')):has(#orders .big:text-is('{orders + turn}'))"
                + $":has(#statuses tr[data-key=completed] .count:text-is('{completed + turn}'))");
        });

        await Expect(Page.Locator("#orders .big")).ToHaveTextAsync($"{orders + pushed}");
        await Expect(Page.Locator("#statuses tr[data-key=completed] .count").First).ToHaveTextAsync($"{completed + pushed}");
        await Expect(Page.Locator("#newest li").First).ToContainTextAsync("new order: completed");
        (await Page.EvaluateAsync<bool>("() => window.isSamePage === true")).ShouldBeTrue("else it was loaded anew");
    }

    [BrowserFact]
    public async Task Cards_stay_live_while_somebody_reads_a_definition()
    {
        await App.Register("6101", "processing", "20.00");
        await SignIn(to: Home);
        await IsLive(Page);
        await Page.GetByText("More figures").ClickAsync();
        var orders = await Number("#orders .big");
        var summary = Page.Locator("#orders-about summary");
        await summary.FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("#orders-about p")).ToHaveTextAsync("Orders created in the range; deleted ones are left out.");

        await App.Register("6102", "processing", "20.00");

        await Expect(Page.Locator("#orders .big")).ToHaveTextAsync($"{orders + 1}", new() { Timeout = LiveMs });
        await Expect(Page.Locator("#orders-about p")).ToBeVisibleAsync();
        await Expect(summary).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task The_range_and_the_currency_stand_in_the_address()
    {
        await Post("""{ "id": 6201, "status": "completed", "total": "77.00", "currency": "EUR" }""");
        await Post("""{ "id": 6202, "status": "completed", "total": "88.00", "currency": "USD" }""");
        await SignIn(to: Home);
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "30 days" })).ToHaveAttributeAsync("aria-current", "true");

        await Page.GetByRole(AriaRole.Link, new() { Name = "EUR" }).ClickAsync();
        await Expect(Page.Locator("#revenue-name")).ToHaveTextAsync("Revenue, EUR");
        await Page.GetByRole(AriaRole.Link, new() { Name = "7 days" }).ClickAsync();

        await Expect(Page).ToHaveURLAsync(new Regex(@"/dashboard/default\?range=7&currency=EUR$"));
        await Expect(Page.Locator("#revenue-name")).ToHaveTextAsync("Revenue, EUR");
        await Expect(Page.Locator("#revenue-chart g")).ToHaveCountAsync(7);
    }

    [BrowserFact]
    public async Task Any_days_can_be_chosen_without_JavaScript()
    {
        var page = await NewPage(new() { JavaScriptEnabled = false });
        await App.Register("6301", "completed", "5.00");
        await SignIn(to: Home);
        await page.Locator("#custom summary").ClickAsync();
        await page.GetByLabel("First day").FillAsync("2025-01-01");
        await page.GetByLabel("Last day").FillAsync("2025-01-31");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex(@"\?from=2025-01-01&to=2025-01-31$"));
        await Expect(page.Locator("#range")).ToContainTextAsync("1 Jan 2025 – 31 Jan 2025");
        await Expect(page.Locator("#orders .big")).ToHaveTextAsync("0");
    }

    [BrowserFact]
    public async Task A_status_leads_to_the_list_of_its_orders()
    {
        await App.Register("6401", "on-hold", "5.00");
        await SignIn(to: Home);

        await Page.Locator("#statuses tr[data-key=on-hold] .count").First.ClickAsync();

        await Expect(Page).ToHaveURLAsync(new Regex(@"/dashboard/default/orders\?status=on-hold$"));
    }

    [BrowserFact]
    public async Task What_waits_too_long_leads_to_the_order_and_to_the_list_of_all_such()
    {
        await Post("""{ "id": 6501, "status": "processing", "date_created_gmt": "2026-01-02T03:04:05", "date_modified_gmt": "2026-01-02T03:04:05" }""");
        await SignIn(to: Home);
        await IsLive(Page);

        var row = Page.Locator("#overdue tr[data-order='6501']");
        await Expect(row).ToContainTextAsync("processing");
        await Expect(row.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", "/dashboard/default/orders/6501");
        await Expect(Page.Locator("#overdue p a")).ToHaveAttributeAsync("href", "/dashboard/default/orders?overdue=true");
    }

    [BrowserFact]
    public async Task A_source_whose_pushes_are_refused_says_how_many_and_leads_to_them()
    {
        using (await App.Patch("6600", """{"status":"completed"}"""))
            await SignIn(to: Home);

        var rejected = Page.Locator("#sources a.fault").First;
        var count = int.Parse(await rejected.InnerTextAsync());
        count.ShouldBeInRange(1, 25);
        await rejected.ClickAsync();
        await Expect(Page.Locator("#rejected tr")).ToHaveCountAsync(count);
    }

    [BrowserFact]
    public async Task A_chart_says_its_numbers_in_a_table_too()
    {
        await SignIn(to: Home + "?range=7");
        var today = Page.Locator("#revenue-chart g title").Last;
        var before = int.Parse(Regex.Match((await today.TextContentAsync())!, @"(\d+) orders? sold").Groups[1].Value, CultureInfo.InvariantCulture);
        await App.Register("6701", "completed", "5.00");
        await Page.ReloadAsync();
        await Page.Locator("#changes-table summary").ClickAsync();

        await Expect(Page.Locator("#changes-rows tr")).ToHaveCountAsync(7);
        await Expect(today).ToContainTextAsync($", {before + 1} order{(before == 0 ? "" : "s")} sold");
    }

    [BrowserTheory]
    [InlineData("?range=8", "range takes: today, yesterday, 7, 30, 90, month")]
    [InlineData("?currency=euro", "three letters")]
    public async Task A_range_that_is_none_is_answered_with_a_sentence(string query, string sentence)
    {
        Expected.Add("400");
        await SignIn(to: Home + query);
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(sentence);
    }

    [BrowserTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Home_has_no_fault_that_a_machine_finds_and_fits_the_screen(int width, ColorScheme scheme)
    {
        var page = await NewPage(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        await Post("""{ "id": 6801, "status": "processing", "total": "12.00", "date_created_gmt": "2026-01-02T03:04:05", "date_modified_gmt": "2026-01-02T03:04:05" }""");
        await App.Register("6802", "completed", "149.90");
        await SignIn(to: Home);
        await page.Locator("#overdue tr").First.WaitForAsync();
        foreach (var details in await page.Locator("main details:not(.menu) > summary").AllAsync())
            await details.ClickAsync();

        (await page.Faults()).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
    }

    private async Task<int> Number(string selector) => int.Parse(
        Digits().Replace(await Page.Locator(selector).First.TextContentAsync() ?? "", ""));

    private async Task Post(string order)
    {
        using var answer = await App.Send(HttpMethod.Post, "/api/webhooks/order", order);
        answer.EnsureSuccessStatusCode();
    }

    [GeneratedRegex("[^0-9]")]
    private static partial Regex Digits();
}
