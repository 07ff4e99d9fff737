using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Dashboard;

public class OrdersChanged(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Orders = "/dashboard/default/orders";

    [Fact]
    public async Task A_bulk_change_answers_for_each_order()
    {
        await app.Register("11", "processing");
        await app.Register("12", "completed");
        using var clerk = await Clerk.SignedIn(app);

        var (status, page) = await clerk.Submit(Orders, $"{Orders}/bulk",
            ("order", "11"), ("order", "12"), ("order", "nobody"), ("status", "completed"), ("reason", "picked up"),
                ("back", "status=processing"));

        status.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("1 changed, 1 had nothing to change");
        page.ShouldContain("processing → completed");
        page.ShouldContain("is completed already");
        page.ShouldContain("There is no such order.");
        page.ShouldContain($"href=\"{Orders}?status=processing\"");
        (await app.Get("/api/orders/11/history")).ToJsonString().ShouldContain("picked up");
    }

    [Fact]
    public async Task A_bulk_change_whose_page_is_reloaded_is_not_carried_out_again()
    {
        await app.Register("41", "processing");
        using var clerk = await Clerk.SignedIn(app);
        (string, string)[] form =
            [("order", "41"), ("status", "on-hold"), ("reason", ""), ("back", ""), ("once", Guid.NewGuid().ToString())];
        await clerk.Submit(Orders, $"{Orders}/bulk", form);
        using var pushed = await app.Patch("41", """{"status":"completed"}""");

        var (_, page) = await clerk.Submit(Orders, $"{Orders}/bulk", form);

        page.ShouldContain("This form was sent before.");
        page.ShouldContain("processing → on-hold");
        ((string)(await app.Get("/api/orders/41"))["status"]!).ShouldBe("completed");
    }

    [Fact]
    public async Task A_note_whose_form_is_sent_again_stands_there_once()
    {
        await app.Register("42");
        using var clerk = await Clerk.SignedIn(app);
        (string, string)[] form = [("note", "Ring twice."), ("once", Guid.NewGuid().ToString())];
        (string, string)[] other = [("note", "Done."), ("once", Guid.NewGuid().ToString())];

        foreach (var sent in new[] { form, other, form })
            (await clerk.Submit($"{Orders}/42", "/dashboard/default/order/team?id=42", sent)).Page.ShouldContain("Note saved.");

        (await app.Get("/api/orders/42/history"))["events"]!.AsArray().Count(e => (string?)e!["type"] == "note_added").ShouldBe(2);
    }

    [Theory]
    [InlineData("", "completed", "No order is ticked")]
    [InlineData("13", "", "no status was chosen")]
    [InlineData("13", "teleported", "'teleported' is no status")]
    public async Task A_bulk_change_that_cannot_be_meant_changes_nothing(string order, string status, string why)
    {
        await app.Register("13");
        using var clerk = await Clerk.SignedIn(app);
        (string, string)[] ticked = order.Length == 0 ? [] : [("order", order)];

        var (_, page) = await clerk.Submit(Orders, $"{Orders}/bulk", [.. ticked, ("status", status), ("back", "")]);

        page.ShouldContain(why);
        ((string)(await app.Get("/api/orders/13"))["status"]!).ShouldBe("pending");
    }

    [Fact]
    public async Task A_saved_view_is_a_tab_until_it_is_deleted()
    {
        using var clerk = await Clerk.SignedIn(app);
        var (_, saved) = await clerk.Submit(Orders, $"{Orders}/views", ("name", "Unpaid <first>"),
            ("query", "payment=unpaid&cursor=&sort=oldest&status=processing"));
        saved.ShouldContain("View \"Unpaid <first>\" saved");

        (await clerk.Page(Orders)).ShouldContain($"href=\"{Orders}?status=processing&payment=unpaid&sort=oldest\"");
        await clerk.Submit(Orders, $"{Orders}/views/delete", ("name", "Unpaid <first>"));
        (await clerk.Page(Orders)).ShouldNotContain("sort=oldest");
    }

    [Fact]
    public async Task A_view_of_what_cannot_be_asked_is_not_saved()
    {
        using var clerk = await Clerk.SignedIn(app);
        var (_, page) = await clerk.Submit(Orders, $"{Orders}/views", ("name", "Wrong"), ("query", "phase=shipped"));

        page.ShouldContain("phase takes: draft");
        page.ShouldNotContain(">Wrong<");
    }

    [Fact]
    public async Task Who_may_only_look_is_offered_no_change_and_refused_it()
    {
        await app.Register("14");
        await app.NewKey(Keys.ToStore("a-key-that-only-looks", (await app.Services.GetRequiredService<StoreTable>().All(default))[0].Store,
            "looker", [Scope.Read], app.Secrets));
        using var clerk = await Clerk.SignedIn(app, "a-key-that-only-looks");

        (await clerk.Page(Orders)).ShouldNotContain("Set status");
        foreach (var path in new[] { "bulk/check", "bulk", "bulk/undo" })
        {
            var (status, _) = await clerk.Submit(Orders, $"{Orders}/{path}", ("order", "14"), ("status", "completed"));
            status.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task A_cell_of_a_table_is_no_formula()
    {
        (await app.Send(HttpMethod.Post, "/api/orders", """{"id":"15","status":"pending","customer":{"name":"=HYPERLINK(\"x\",1)","email":"a,b@example.com"}}""")).EnsureSuccessStatusCode();
        using var clerk = await Clerk.SignedIn(app);

        (await clerk.Page("/dashboard/default/orders.csv?status=pending"))
            .ShouldContain("\"'=HYPERLINK(\"\"x\"\",1)\",\"a,b@example.com\"");
    }

    [Fact]
    public async Task A_page_of_few_among_many_says_how_far_it_looked_and_leads_further()
    {
        await app.Register("21", "failed");
        await using var many = app.Sql.CreateCommand("""
            insert into ledger.mt_doc_order (tenant_id, id, data, mt_version, number, status, phase, payment_status, source, created_at, status_since, deleted)
            select tenant_id, 'many-' || n, data, mt_version, number, 'failed', 'failed', case n when 4000 then 'rare' end, source,
                   created_at - n * interval '1 second', status_since, false
              from ledger.mt_doc_order, generate_series(1, 4000) as n where id = '21'
            """);
        await many.ExecuteNonQueryAsync();
        using var clerk = await Clerk.SignedIn(app);

        var first = await clerk.Page($"{Orders}?payment=rare");
        first.ShouldContain("None found so far");
        var next = System.Text.RegularExpressions.Regex.Match(first, "rel=\"next\" href=\"([^\"]+)\"").Groups[1].Value;
        (await clerk.Page(next)).ShouldContain("data-key=\"many-4000\"");
    }
}
