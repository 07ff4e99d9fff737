using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.BrowserTests;

/// <summary>Rules that hold on each page, at both widths and in both themes.</summary>
public class EveryPage(PagesToSee app) : BrowserTests(app), IClassFixture<PagesToSee>
{
    internal static readonly (string Name, string Path)[] Pages =
    [
        ("home", ""), ("orders", "/orders"), ("orders-filtered", "/orders?status=processing&search=anna"),
        ("orders-none", "/orders?search=nobody"), ("order", "/orders/1003"),
        ("orders-tagged", "/orders?tag=fragile&assigned=Anna Example"),
        ("order-then", "/orders/1003?version=1"), ("activity", "/activity"), ("refused", "/refused"), ("data", "/settings/data"),
        ("settings", "/settings"), ("webhooks", "/settings/webhooks"),
        ("proof", "/settings/proof"), ("nothing-there", "/orders/no-such-order"),
    ];

    public static TheoryData<string, int, ColorScheme> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, ColorScheme>();
            foreach (var (name, _) in Pages)
                foreach (var width in new[] { 1280, 390 })
                    foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                        cases.Add(name, width, scheme);
            return cases;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Cases))]
    public async Task Has_no_fault_that_axe_finds_and_fits_its_width(string name, int width, ColorScheme scheme)
    {
        if (name == "nothing-there")
            Expected.Add("404");
        await NewPage(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        await SignIn();
        await Page.GotoAsync("/dashboard/default" + Pages.Single(p => p.Name == name).Path);
        await IsLive(Page);

        var found = await Page.Faults();
        await Page.Keep(name, width, scheme);
        found.ShouldBeEmpty();
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .ShouldBe(0, "the page scrolls sideways");
    }

    /// <summary>As wide as a page is on a usual screen at a zoom of 200 %.</summary>
    [BrowserFact]
    public async Task Fits_half_a_screen()
    {
        Expected.Add("404");
        await NewPage(new() { ViewportSize = new() { Width = 640, Height = 450 } });
        await SignIn();
        foreach (var (name, path) in Pages)
        {
            await Page.GotoAsync("/dashboard/default" + path);
            await IsLive(Page);
            await Page.Keep(name, 640, ColorScheme.Light);
            (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .ShouldBe(0, $"{name} scrolls sideways");
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Cases))]
    public async Task Asks_nobody_else_for_anything_and_works_without_scripts(string name, int width, ColorScheme scheme)
    {
        if (width < 1280 || scheme == ColorScheme.Dark)
            return;
        await NewPage(new() { JavaScriptEnabled = false });
        var elsewhere = new List<string>();
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(App.Client.BaseAddress!.ToString(), StringComparison.Ordinal))
                elsewhere.Add(request.Url);
        };
        if (name == "nothing-there")
            Expected.Add("404");
        await SignIn();
        await Page.GotoAsync("/dashboard/default" + Pages.Single(p => p.Name == name).Path);

        await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        elsewhere.ShouldBeEmpty();
    }
}

/// <summary>A server whose pages have something to show.</summary>
public sealed class PagesToSee : SocketApp
{
    private static readonly string[] Names = ["Anna Example", "Bruno Muster", "Chloé Dupont", "Dmitri Ivanov", "Eva Novák"];

    private static readonly string[] Statuses = ["processing", "completed", "refunded"];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        for (var i = 0; i < 40; i++)
        {
            var at = DateTimeOffset.UtcNow.AddDays(-i).ToString("O");
            await Sent(HttpMethod.Post, "/api/webhooks/order",
                $$"""
                {"id":{{1000 + i}},"status":"pending","total":"{{(i * 7) + 10}}.90","currency":"{{(i % 4 == 0 ? "EUR" : "USD")}}","date_created_gmt":"{{at}}",
                 "customer":{"name":"{{Names[i % Names.Length]}}","email":"someone{{i}}@example.org"},"payment_status":"{{(i % 3 == 0 ? "unpaid" : "paid")}}",
                 "billing":{"first_name":"{{Names[i % Names.Length].Split(' ')[0]}}","address_1":"Rua do Ouro {{i}}","city":"Lisboa","postcode":"1100-060","country":"PT"},
                 "discount_total":"10.00","shipping_total":"4.90","total_tax":"2.10","payment_method_title":"Credit card",
                 "line_items":[{"name":"Mug","sku":"M-1","quantity":2,"total":"{{i}}.00",
                   "meta_data":[{"key":"pa_size","value":"xl","display_key":"Size","display_value":"XL"},{"key":"_x","value":"hidden"}]},{"name":"Tea","sku":"T-9","quantity":1,"total":"9.50"}]}
                """);
            foreach (var status in Statuses.Take(i % 4))
                await Sent(HttpMethod.Patch, $"/api/orders/{1000 + i}/status", $$"""{"status":"{{status}}","reason":"as it goes"}""");
        }
        for (var i = 0; i < 3; i++)
            (await Send(HttpMethod.Patch, $"/api/orders/{9000 + i}/status", """{"status":"completed"}""")).Dispose();
        // An order that colleagues work on, and of which a change was refused.
        await Sent(HttpMethod.Patch, "/api/orders/1003",
            """{"add_tags":["fragile","call first","gift"],"assigned_to":"Anna Example","note":"Ring twice, the bell is quiet."}""");
        (await Send(HttpMethod.Patch, "/api/orders/1003/status", """{"status":"shipped-ish"}""")).Dispose();
        await Services.GetRequiredService<Checkpointer>().Make(default);
    }

    private async Task Sent(HttpMethod method, string path, string body)
    {
        using var answer = await Send(method, path, body);
        answer.EnsureSuccessStatusCode();
    }
}
