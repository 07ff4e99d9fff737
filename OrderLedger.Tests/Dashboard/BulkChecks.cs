using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Dashboard;

public class BulkChecks(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Orders = "/dashboard/default/orders";

    [Fact]
    public async Task Before_many_orders_are_changed_somebody_is_told_what_is_unusual()
    {
        await Make("101", "processing", "unpaid");
        await Make("102", "completed", "paid");
        await Make("103", "refunded", "paid");
        using var clerk = await Clerk.SignedIn(app);

        var (status, page) = await clerk.Submit(Orders, $"{Orders}/bulk/check", ("order", "101"), ("order", "102"), ("order", "103"),
            ("order", "nobody"), ("status", "completed"), ("back", "status=processing"));

        status.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("Set 3 orders to completed?");
        page.ShouldContain("1 of 3 is unpaid.");
        page.ShouldContain("1 is already completed.");
        page.ShouldContain("1 move is unusual for this shop: refunded → completed.");
        page.ShouldContain("1 of the chosen orders is not there any more.");
        page.ShouldContain($"href=\"{Orders}?status=processing\"");
        ((string)(await app.Get("/api/orders/101"))["status"]!).ShouldBe("processing", "nothing is changed yet");
    }

    [Fact]
    public async Task Those_that_a_remark_is_about_can_be_left_out()
    {
        await Make("111", "processing", "unpaid");
        await Make("112", "processing", "paid");
        using var clerk = await Clerk.SignedIn(app);

        var (_, page) = await clerk.Submit(Orders, $"{Orders}/bulk/check", ("order", "111"), ("order", "112"), ("status", "completed"),
            ("reason", "picked up"), ("without", "unpaid"));

        page.ShouldContain("Set 1 order to completed?");
        page.ShouldContain("picked up");
        Chosen(page).ShouldBe(["112"]);
    }

    [Fact]
    public async Task To_call_off_what_is_paid_is_remarked()
    {
        await Make("121", "processing", "paid");
        using var clerk = await Clerk.SignedIn(app);

        var (_, page) = await clerk.Submit(Orders, $"{Orders}/bulk/check", ("order", "121"), ("status", "cancelled"));

        page.ShouldContain("1 of 1 is paid.");
        page.ShouldNotContain("Leave it out");
    }

    [Fact]
    public async Task All_that_a_list_finds_are_those_it_finds_at_that_moment()
    {
        for (var i = 0; i < 30; i++)
            await Make($"{200 + i}", "failed", "failed");
        using var clerk = await Clerk.SignedIn(app);
        (await clerk.Page($"{Orders}?status=failed")).ShouldContain("Select all 30");

        var (_, page) = await clerk.Submit(Orders, $"{Orders}/bulk/check", ("order", "200"), ("all", "yes"), ("status", "on-hold"),
            ("back", "status=failed"));
        await Make("230", "failed", "failed");

        page.ShouldContain("Set 30 orders to on-hold?");
        Chosen(page).Count().ShouldBe(30);
        var (_, result) = await clerk.Submit(Orders, $"{Orders}/bulk",
            [.. Chosen(page).Select(id => ("order", id)), ("status", "on-hold"), ("back", "status=failed"), ("once", $"{Guid.NewGuid()}")]);
        result.ShouldContain("30 changed");
        ((string)(await app.Get("/api/orders/230"))["status"]!).ShouldBe("failed");
    }

    [Fact]
    public async Task Of_more_than_a_thousand_only_the_first_are_changed_and_the_page_says_so()
    {
        await Make("301", "cancelled", "canceled");
        await using var many = app.Sql.CreateCommand("""
            insert into ledger.mt_doc_order (tenant_id, id, data, mt_version, number, status, phase, source, created_at, status_since, deleted)
            select tenant_id, 'many-' || n, data, mt_version, number, status, phase, source, created_at - n * interval '1 second', status_since, false
              from ledger.mt_doc_order, generate_series(1, 1100) as n where id = '301'
            """);
        await many.ExecuteNonQueryAsync();
        using var clerk = await Clerk.SignedIn(app);

        var (_, page) = await clerk.Submit(Orders, $"{Orders}/bulk/check", ("all", "yes"), ("status", "refunded"), ("back", "status=cancelled"));

        page.ShouldContain("Set 1,000 orders to refunded?");
        page.ShouldContain("These are the first 1,000; the others stay as they are.");
        Chosen(page).Count().ShouldBe(1000);
    }

    private static IEnumerable<string> Chosen(string page) =>
        Regex.Matches(page, "name=\"order\" value=\"([^\"]+)\"").Select(m => m.Groups[1].Value);

    private async Task Make(string id, string status, string payment) => (await app.Send(HttpMethod.Post, "/api/orders",
        $$"""{"id":"{{id}}","status":"{{status}}","payment_status":"{{payment}}"}""")).EnsureSuccessStatusCode();
}
