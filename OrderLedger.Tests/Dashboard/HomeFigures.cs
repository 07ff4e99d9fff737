using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Tests.Dashboard;

/// <summary>The figures of Home, of one store with orders in two currencies.</summary>
public partial class HomeFigures(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Home = "/dashboard/default";

    /// <summary>When orders of all currencies were counted beside it, nobody could work the average out.</summary>
    [Fact]
    public async Task The_average_is_the_revenue_divided_by_the_orders_that_stand_beside_it()
    {
        await Order(7001, "100.00", "EUR", DateTimeOffset.UtcNow);
        await Order(7002, "50.00", "EUR", DateTimeOffset.UtcNow);
        await Order(7003, "10.00", "USD", DateTimeOffset.UtcNow);
        using var clerk = await Clerk.SignedIn(app);
        foreach (var currency in new[] { "EUR", "USD" })
        {
            var home = await clerk.Page($"{Home}?range=7&currency={currency}");

            (Figure(home, "revenue") / Figure(home, "counted_orders")).ShouldBe(Figure(home, "average_order_value"), currency);
            home.ShouldContain($"Orders sold, {currency}");
        }
    }

    [Fact]
    public async Task Today_is_compared_with_the_same_weekday_up_to_the_same_hour()
    {
        var store = (await app.Services.GetRequiredService<StoreTable>().All(default)).Single(s => s.Store.Name == "default").Store;
        var now = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
        await Order(7101, "5.00", "SEK", now.AddDays(-7).AddHours(-1));
        await Order(7102, "7.00", "SEK", now.AddDays(-7).AddHours(+1));
        var today = new Period(new(2026, 3, 10), new(2026, 3, 10));
        var ask = new KpiAsk(store, today, now) { Previous = new(new(2026, 3, 3), new(2026, 3, 3)), UpToNow = true };
        var reader = app.Services.GetRequiredService<KpiReader>();

        var (sums, _) = await reader.ReadSums(ask, default);
        var (slow, _) = await reader.ReadSlow(ask, default);
        var before = new KpiSums((sums with { Slow = slow }).Without(slow.Beyond, new(2026, 3, 3)), ask.Previous.Value);

        new KpiSums(sums, ask.Previous.Value).Sold("SEK").Gross.ShouldBe(12);
        (before.Sold("SEK").Gross, before.Sold("SEK").Orders).ShouldBe((5, 1));
    }

    [Fact]
    public async Task What_needs_attention_stands_first_and_leads_to_its_list()
    {
        await Order(7201, "5.00", "EUR", DateTimeOffset.UtcNow.AddDays(-20), "processing");
        await app.Sql.Execute("update ledger.mt_doc_order set payment_status = 'unpaid' where id = '7201'", CancellationToken.None);
        using (await app.Patch("7299", """{"status":"completed"}"""))
        {
        }
        using var clerk = await Clerk.SignedIn(app);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var page = await clerk.Page(Home);
        while (!page.Contains("for payment</a>", StringComparison.Ordinal))
        {
            await Task.Delay(50, patience.Token);
            page = await clerk.Page(Home);
        }

        var attention = page.Split("Needs attention")[1].Split("id=\"range\"")[0];
        attention.ShouldContain("/orders?overdue=true&sort=waiting\"><strong>1</strong> order is overdue");
        attention.ShouldContain("/refused\"><strong>1</strong> change was refused");
        attention.ShouldMatch("payment=unpaid\"><strong>1</strong>\\s+order waits\\s+for payment");
        attention.ShouldNotContain("silent");
    }

    private static decimal Figure(string page, string id) => decimal.Parse(
        Regex.Match(page, $"<div id=\"{id}\".*?<p class=\"big\">([0-9.,]+)</p>", RegexOptions.Singleline).Groups[1].Value,
        System.Globalization.CultureInfo.InvariantCulture);

    private async Task Order(int id, string total, string currency, DateTimeOffset at, string status = "completed")
    {
        using var answer = await app.Send(HttpMethod.Post, "/api/webhooks/order",
            $$"""
              { "id": {{id}}, "status": "{{status}}", "total": "{{total}}", "currency": "{{currency}}",
                "date_created_gmt": "{{at:yyyy-MM-ddTHH:mm:ss}}", "date_modified_gmt": "{{at:yyyy-MM-ddTHH:mm:ss}}" }
              """);
        answer.EnsureSuccessStatusCode();
    }
}
