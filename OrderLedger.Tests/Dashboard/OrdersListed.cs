using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Listing;
using OrderLedger.Tests.Orders;

namespace OrderLedger.Tests.Dashboard;

public class OrdersListed(ShopOfSeven shop) : IClassFixture<ShopOfSeven>
{
    private const string Orders = "/dashboard/default/orders";

    [Theory]
    [InlineData("", "7 6 5 4 3 2 1")]
    [InlineData("sort=oldest", "1 2 3 4 5 6 7")]
    [InlineData("sort=updated", "7 6 5 4 3 2 1")]
    [InlineData("status=completed&status=pending", "4 3 1")]
    [InlineData("status=nowhere", "")]
    [InlineData("phase=done,cancelled&sort=oldest", "3 4 5")]
    [InlineData("payment=paid", "4 2")]
    [InlineData("payment=unpaid&status=completed", "3")]
    [InlineData("source=vici", "")]
    [InlineData("from=2026-01-03&to=2026-01-04", "4 3")]
    [InlineData("from=2026-01-03&to=2026-01-04&sort=updated", "4 3")]
    [InlineData("overdue=true", "7 2 1")]
    [InlineData("overdue=true&sort=waiting&status=pending", "1")]
    [InlineData("overdue=true&payment=paid", "2")]
    [InlineData("search=ann", "2 1")]
    [InlineData("search=ann&sort=oldest", "1 2")]
    [InlineData("search=ann&status=completed", "")]
    [InlineData("search=an", "")]
    [InlineData("search=3", "3")]
    [InlineData("search=%25", "")]
    [InlineData("search=ann&overdue=true&phase=open", "1")]
    [InlineData("limit=2", "7 6")]
    public async Task Every_filter_narrows_the_page_alone_and_with_others(string query, string ids) => (await Ids(query)).ShouldBe(ids);

    [Fact]
    public async Task What_is_still_worked_on_is_sorted_by_how_long_it_waits()
    {
        (await Ids("sort=waiting")).Split(' ').Order().ShouldBe(["1", "2", "6", "7"]);
        (await Ids("sort=waiting&overdue=true")).ShouldBe("1 2 7");
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("oldest")]
    [InlineData("updated")]
    public async Task Pages_lead_forth_and_back_over_every_order_once(string sort)
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        var all = await Ids($"sort={sort}");
        var there = new List<string>();
        var page = await clerk.Page($"{Orders}?sort={sort}&limit=3");
        for (there.Add(IdsOf(page)); Link(page, "next") is { } next; there.Add(IdsOf(page)))
            page = await clerk.Page(next);
        string.Join(' ', there).ShouldBe(all);

        page = await clerk.Page(Link(page, "prev")!);
        IdsOf(page).ShouldBe(there[^2]);
        page = await clerk.Page(Link(page, "prev")!);
        IdsOf(page).ShouldBe(there[^3]);
        Link(page, "prev").ShouldBeNull("the first page is the list's own address");
    }

    [Fact]
    public async Task A_page_behind_the_end_of_a_search_does_not_say_that_nothing_is_found()
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        var page = await clerk.Page($"{Orders}?search=ann&cursor={new OrderCursor(DateTimeOffset.UnixEpoch, "0")}");

        page.ShouldContain("0 on this page");
        page.ShouldContain("There are none on this page.");
        (await clerk.Page($"{Orders}?search=nobody")).ShouldContain("0 orders");
    }

    [Theory]
    [InlineData("phase=shipped", "phase takes: draft")]
    [InlineData("from=yesterday", "from and to take")]
    [InlineData("sort=cheapest", "sort takes: newest, oldest, waiting, updated.")]
    [InlineData("before=nonsense", "before is not one")]
    [InlineData("cursor=nonsense", "cursor is not one")]
    public async Task What_cannot_be_meant_is_answered_with_a_sentence(string query, string sentence)
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        using var response = await clerk.Get($"{Orders}?{query}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain(sentence);
    }

    [Fact]
    public async Task Tabs_say_how_many_orders_they_lead_to()
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        var tabs = Regex.Matches(await clerk.Page(Orders), "<a href=\"[^\"]*\"[^>]*>([^<]+)<span class=\"count\">([^<]+)<")
            .Select(m => $"{m.Groups[1]} {m.Groups[2]}");

        tabs.ShouldBe(["All 7", "Open work 3", "Done 2", "Cancelled, failed, refunded 1", "Overdue 3"]);
    }

    [Fact]
    public async Task A_table_holds_what_the_list_holds_and_is_recorded()
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        using var response = await clerk.Get("/dashboard/default/orders.csv?search=ann&status=pending&status=processing&sort=oldest");
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName!.ShouldMatch("^\"?default-orders-\\d{4}-\\d\\d-\\d\\d\\.csv\"?$");
        lines[0].ShouldStartWith("id,number,created_at,customer,email,status");
        lines[1..].Select(l => l.Split(',')[0]).ShouldBe(["1", "2", ""]);
        var recorded = (await shop.App.Get("/api/audit?kind=actions&type=export_taken"))["entries"]!.ToJsonString();
        recorded.ShouldContain("\"filters\":\"status,search\"");
        recorded.ShouldNotContain("ann");
    }

    [Fact]
    public async Task A_view_keeps_filters_and_no_search()
    {
        const string why = "A view keeps filters, not a search: its words may name a customer.";
        using var clerk = await Clerk.SignedIn(shop.App);
        (await clerk.Page($"{Orders}?search=ann&status=pending")).ShouldContain(why);

        var (_, refused) = await clerk.Submit(Orders, $"{Orders}/views", ("name", "Of Ann"), ("query", "search=ann&status=pending"));
        var (_, saved) = await clerk.Submit(Orders, $"{Orders}/views", ("name", "Pending"), ("query", "status=pending"));

        refused.ShouldContain(why);
        saved.ShouldContain("saved for everybody");
        (await shop.App.Services.GetRequiredService<SavedViews>().Of("default", CancellationToken.None)).Select(v => v.Query)
            .ShouldBe(["status=pending"]);
    }

    private async Task<string> Ids(string query)
    {
        using var clerk = await Clerk.SignedIn(shop.App);
        return IdsOf(await clerk.Page($"{Orders}?{query}"));
    }

    private static string IdsOf(string page) =>
        string.Join(' ', Regex.Matches(page, "<tr data-key=\"([^\"]+)\"").Select(m => m.Groups[1].Value));

    private static string? Link(string page, string rel) =>
        Regex.Match(page, $"rel=\"{rel}\" href=\"([^\"]+)\"") is { Success: true } link
            ? System.Net.WebUtility.HtmlDecode(link.Groups[1].Value)
            : null;
}
