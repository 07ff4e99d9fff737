namespace OrderLedger.BrowserTests;

/// <summary>The look of a page to whoever opens it: where things stand, and how long words are broken.</summary>
public class ClearPages(PagesToSee app) : BrowserTests(app), IClassFixture<PagesToSee>
{
    private const string Home = "/dashboard/default";

    private static readonly string Long = string.Concat(Enumerable.Repeat("Wolfeschlegelstein", 11));

    [BrowserFact]
    public async Task On_a_wide_screen_the_frame_and_its_content_begin_at_one_line()
    {
        await NewPage(new() { ViewportSize = new() { Width = 1920, Height = 1080 } });
        await SignIn(to: Home + "/orders");
        var lefts = await Page.EvaluateAsync<double[]>(
            "() => ['.brand', '.pages a', 'h1'].map(s => { const e = document.querySelector(s); return e.getBoundingClientRect().left + parseFloat(getComputedStyle(e).paddingLeft); })");

        lefts.Max().ShouldBeInRange(lefts.Min(), lefts.Min() + 1);
        lefts.Min().ShouldBeGreaterThan(300);
    }

    [BrowserTheory]
    [InlineData(1280, 720)]
    [InlineData(390, 844)]
    public async Task The_list_begins_above_the_fold(int width, int height)
    {
        await NewPage(new() { ViewportSize = new() { Width = width, Height = height } });
        await SignIn(to: Home + "/orders");
        await IsLive(Page);

        (await Page.Locator("#orders tr").First.BoundingBoxAsync())!.Y.ShouldBeLessThan(height - 40);
    }

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_long_name_has_two_lines_and_breaks_no_number_and_no_button(int width)
    {
        using (var sent = await App.Send(HttpMethod.Post, "/api/webhooks/order",
            $$"""{"id":9701,"status":"pending","total":"1234567.90","currency":"EUR","billing":{"first_name":"{{Long}}"} }"""))
            sent.EnsureSuccessStatusCode();
        using (var sent = await App.Send(HttpMethod.Post, "/api/webhooks/order",
            """{"id":9702,"status":"pending","total":"5.00","billing":{"first_name":"سارة محمود 🎁 أحمد"}}"""))
            sent.EnsureSuccessStatusCode();
        await NewPage(new() { ViewportSize = new() { Width = width, Height = 900 } });
        await SignIn(to: Home + "/orders");
        var row = Page.Locator("tr[data-order='9701']");

        var name = row.Locator(".clamp");
        (await name.GetAttributeAsync("title")).ShouldBe(Long);
        (await Lines(name)).ShouldBe(2);
        (await row.Locator(".num").EvaluateAsync<int>(Rows)).ShouldBe(1);
        await Page.Keep("long-names", width, ColorScheme.Light);
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        await Page.GotoAsync(Home + "/refused");
        (await Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).First.BoundingBoxAsync())!.Height.ShouldBeLessThan(45);
    }

    [BrowserFact]
    public async Task A_chart_says_a_value_under_the_pointer_and_by_the_keyboard()
    {
        await SignIn(to: Home + "?range=7");
        await IsLive(Page);
        var said = Page.Locator("#revenue-value");
        await Page.Locator("#revenue-chart g").Nth(2).HoverAsync();
        await Expect(said).ToContainTextAsync("sold");
        var under = await said.TextContentAsync();

        await Page.Locator("#revenue-chart svg.columns").FocusAsync();
        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(said).Not.ToHaveTextAsync(under!);
        await Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(said).ToHaveTextAsync(under!);
    }

    [BrowserFact]
    public async Task What_is_sent_while_the_server_is_away_is_kept_and_sent_when_it_answers()
    {
        await App.Register("9711");
        await SignIn(to: Home + "/orders/9711");
        await IsLive(Page);
        var away = true;
        await Page.RouteAsync("**/health/ready", route => away ? route.AbortAsync() : route.ContinueAsync());
        Expected.Add("ERR_FAILED");
        await Page.GetByLabel("New status").SelectOptionAsync("processing");
        await Page.Locator("#reason").FillAsync("paid at the till");
        await Page.Locator("#update button.primary").ClickAsync();

        await Expect(Page.GetByText("The server does not answer. Your text is kept; trying again in")).ToBeVisibleAsync();
        await Expect(Page.Locator("#reason")).ToHaveValueAsync("paid at the till");
        away = false;
        await Expect(Page.Locator("#now .badge.status")).ToHaveTextAsync("processing", new() { Timeout = 20_000 });
        (await App.Get("/api/orders/9711/history"))["events"]!.AsArray().Count(e => (string?)e!["type"] == "status_changed").ShouldBe(1);
    }

    [BrowserFact]
    public async Task What_is_sent_through_a_proxy_that_hides_the_health_of_the_server_arrives()
    {
        await App.Register("9712");
        await SignIn(to: Home + "/orders/9712");
        await IsLive(Page);
        await Page.RouteAsync("**/health/ready", route => route.FulfillAsync(new() { Status = 404 }));
        Expected.Add("404");
        await Page.GetByLabel("New status").SelectOptionAsync("processing");
        await Page.Locator("#update button.primary").ClickAsync();

        await Expect(Page.Locator("#now .badge.status")).ToHaveTextAsync("processing");
    }

    // Of a cell, which is as high as the highest of its row: as many as its text begins.
    private const string Rows = """
        e => {
          const text = document.createRange();
          text.selectNodeContents(e);
          return new Set([...text.getClientRects()].map(r => Math.round(r.top))).size;
        }
        """;

    // As many as the text has at the height of one.
    private static Task<int> Lines(ILocator of) => of.EvaluateAsync<int>(
        "e => { const s = getComputedStyle(e), h = parseFloat(s.lineHeight); return Math.round((e.clientHeight - parseFloat(s.paddingTop) - parseFloat(s.paddingBottom)) / h); }");
}
