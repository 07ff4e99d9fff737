using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Dashboard;

public class AuditTables(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Table = "/dashboard/default/activity.csv";

    [Fact]
    public async Task Hold_the_lines_that_the_filters_leave_however_many_and_are_recorded()
    {
        foreach (var id in new[] { "1", "2" })
        {
            await app.Register(id);
            (await app.Patch(id, """{ "order_status": "completed" }""")).EnsureSuccessStatusCode();
        }
        using var clerk = await Clerk.SignedIn(app);
        using var response = await clerk.Get($"{Table}?status_to=completed&type=status_changed&order=");
        var lines = (await response.Text()).Split("\r\n");

        response.Content.Headers.ContentDisposition!.FileName!.ShouldMatch("^\"?default-audit-\\d{4}-\\d\\d-\\d\\d\\.csv\"?$");
        lines[0].ShouldStartWith("seq,recorded_at,occurred_at,order_id,version,type,status_from,status_to");
        lines[1..].Where(l => l.Length > 0).Select(l => string.Join(',', l.Split(',')[3..9])).ShouldBe([
            "2,2,status_changed,pending,completed,done", "1,2,status_changed,pending,completed,done",
        ]);
        (await clerk.Page($"{Table}?type=export_taken")).ShouldContain("\"Took the list of audit as csv, filtered by status_to, type\"");
    }

    [Fact]
    public async Task Do_not_end_with_a_page()
    {
        await app.Register("3");
        for (var change = 0; change < 1_010; change++)
            (await app.Patch("3", $$"""{ "order_status": "{{(change % 2 == 0 ? "processing" : "on-hold")}}" }""")).EnsureSuccessStatusCode();
        using var clerk = await Clerk.SignedIn(app);

        var lines = (await clerk.Page($"{Table}?order=3&limit=5")).Split("\r\n");

        lines.Length.ShouldBe(1 + 1_011 + 1);
        lines[1..^1].Select(l => l.Split(',')[4]).ShouldBe(Enumerable.Range(1, 1_011).Reverse().Select(v => $"{v}"));
    }

    [Fact]
    public async Task Show_a_viewer_what_was_done_to_orders_alone()
    {
        await app.Register("4");
        var store = (await app.Services.GetRequiredService<StoreTable>().All(default))[0].Store;
        await app.NewKey(Keys.ToStore("a-key-that-only-reads", store, "reader", [Scope.Read], app.Secrets));
        using var clerk = await Clerk.SignedIn(app, "a-key-that-only-reads");

        (await clerk.Page(Table)).ShouldNotContain("signed_in");
        (await clerk.Get($"{Table}?kind=actions")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await clerk.Get($"{Table}?type=whatever")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
