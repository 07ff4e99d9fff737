using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace OrderLedger.BrowserTests;

public class CareTaken(CountedLives app) : BrowserTests(app), IClassFixture<CountedLives>
{
    private const string Home = "/dashboard/default";

    private static readonly string[] Statuses = ["processing", "on-hold", "completed"];

    [BrowserTheory]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/St_Johns")]
    public async Task Times_are_those_of_the_store_wherever_the_viewer_is_and_the_exact_one_is_told_on_hover(string zone)
    {
        await App.Register("9951");
        await NewPage(new() { TimezoneId = zone });
        await SignIn(to: Home + "/orders/9951");
        var time = Page.Locator("#facts time").First;
        var said = DateTimeOffset.Parse((await time.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture);

        await Expect(time).ToHaveTextAsync(said.ToString("d MMM HH:mm", CultureInfo.InvariantCulture));
        await Expect(time).ToHaveAttributeAsync("title", said.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
        await Expect(Page.GetByText("time zone of the store")).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task Two_tabs_of_a_browser_share_one_connection()
    {
        await App.Register("9961");
        await SignIn(to: Home + "/orders");
        await IsLive(Page);
        var before = app.Lives;
        var other = await NewTab();
        await other.GotoAsync(Home + "/orders/9961");
        await IsLive(other);

        using var pushed = await App.Patch("9961", """{"status":"processing"}""");
        await Expect(Page.Locator("tr[data-order='9961'] .badge.status")).ToHaveTextAsync("processing");
        await Expect(other.Locator("#now .badge.status")).ToHaveTextAsync("processing");
        before.ShouldBeGreaterThan(0);
        app.Lives.ShouldBe(before);
    }

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Who_comes_back_to_a_list_finds_it_where_they_left_it(int width)
    {
        for (var order = 9941; order < 9950; order++)
            await App.Register($"{order}");
        await NewPage(new() { ViewportSize = new() { Width = width, Height = 400 } });
        await SignIn(to: Home + "/orders?sort=oldest");
        var row = Page.Locator("tr[data-order='9949'] a");
        await row.ScrollIntoViewIfNeededAsync();
        (await Page.EvaluateAsync<int>("scrollY")).ShouldBeGreaterThan(100);
        await row.ClickAsync();
        await Expect(Page).ToHaveTitleAsync("Order 9949 - OrderLedger");
        await Page.GoBackAsync();
        await IsLive(Page);

        await Expect(row).ToBeInViewportAsync();
    }

    [BrowserTheory]
    [InlineData("/settings/proof", ".pages")]
    [InlineData("/refused?state=dismissed", ".tabs")]
    public async Task On_a_narrow_screen_the_name_of_where_one_is_is_in_sight(string path, string names)
    {
        await NewPage(new() { ViewportSize = new() { Width = 320, Height = 800 } });
        await SignIn(to: Home + path);

        await Expect(Page.Locator($"{names} [aria-current]")).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [BrowserFact]
    public async Task On_a_narrow_screen_the_name_of_a_view_stays_in_sight_while_orders_come_in()
    {
        await NewPage(new() { ViewportSize = new() { Width = 320, Height = 800 } });
        await SignIn(to: Home + "/orders?phase=cancelled&phase=refunded&phase=failed");
        await IsLive(Page);
        var all = Page.Locator(".tabs a").First;
        var before = await all.TextContentAsync();
        await App.Register("9940");
        await Expect(all).Not.ToHaveTextAsync(before!);

        await Expect(Page.Locator(".tabs [aria-current]")).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [BrowserTheory]
    [InlineData("", "#newest li:first-child")]
    [InlineData("/orders", "#orders tr[data-order='9971']")]
    [InlineData("/orders/9971", "#now")]
    public async Task Nothing_on_the_screen_jumps_while_changes_come_in(string path, string place)
    {
        await App.Register("9971", "pending", "10.00");
        await SignIn(to: Home + path);
        await IsLive(Page);
        await Page.EvaluateAsync("""
            () => new Promise(ready => {
              window.jumped = 0;
              new PerformanceObserver(all => { for (const e of all.getEntries()) if (!e.hadRecentInput) window.jumped += e.value; }).observe({ type: "layout-shift" });
              requestAnimationFrame(() => requestAnimationFrame(ready));
            })
            """);
        foreach (var (turn, status) in Statuses.Index())
        {
            await App.Register($"{9981 + turn}");
            using var pushed = await App.Patch("9971", $$"""{"status":"{{status}}"}""");
            await Expect(Page.Locator(place).Locator(".badge.status").First).ToHaveTextAsync(status);
        }

        var jumped =
            await Page.EvaluateAsync<double>("() => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(() => seen(window.jumped))))");
        jumped.ShouldBeLessThan(0.05);
        await Page.EvaluateAsync("() => { document.getElementById('main').prepend(Object.assign(document.createElement('pre'), { textContent: '\\n'.repeat(10) })); }");
        await Page.WaitForFunctionAsync("() => window.jumped > 0.05");
    }
}

/// <summary>A server that counts how often somebody asked to be told what changes.</summary>
public sealed class CountedLives : SocketApp
{
    private int lives;

    public int Lives => Volatile.Read(ref lives);

    protected override void Configure(IWebHostBuilder builder)
    {
        base.Configure(builder);
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new Counted(() => Interlocked.Increment(ref lives))));
    }

    private sealed class Counted(Action count) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, then) =>
            {
                if (http.Request.Path == "/live")
                    count();
                return then(http);
            });
            next(app);
        };
    }
}
