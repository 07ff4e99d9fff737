using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Tests.Audit;

public class AuditPages(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Hold_each_line_once_while_more_is_recorded()
    {
        var shop = await Shop.Open(app, "busy", "vici");
        for (var i = 0; i < 20; i++)
            await shop.Register($"{i + 1}", "pending");
        await Record("busy", "proof_restarted");
        var known = await Seqs("/api/audit?limit=200", shop.Key);
        using var enough = new CancellationTokenSource();
        var pushes = Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                (await shop.Push($"{1 + (i % 20)}", i / 20 % 2 == 0 ? "processing" : "pending")).Dispose();
                await Record("busy", "proof_restarted");
            }
        });

        var met = await Seqs("/api/audit?limit=3", shop.Key);
        await enough.CancelAsync();
        await pushes;

        met.ShouldBe(met.OrderDescending().Distinct());
        var there = await app.Sql.Query(r => r.GetInt64(0),
            $"select seq_id from ledger.ol_entry where store = 'busy' and seq_id <= {met[0]} union select seq_id from ledger.ol_action where store in ('busy', '*') and seq_id <= {met[0]}",
            CancellationToken.None);
        met.ShouldBe(there, ignoreOrder: true);
        met.ShouldBeSubsetOf(there);
        known.ShouldBeSubsetOf(met);
    }

    [Fact]
    public async Task Lead_on_by_a_link_that_keeps_the_filters_and_count_what_they_leave_out()
    {
        var shop = await Shop.Open(app, "linked", "vici");
        for (var i = 0; i < 5; i++)
            await shop.Register($"{i + 1}", "pending");

        using var first = await shop.Send(HttpMethod.Get, "/api/audit?kind=orders&limit=2&type=order_registered");
        var page = await first.Json();
        var link = first.Header("Link")!;

        link.ShouldStartWith("</api/audit?kind=orders&limit=2&type=order_registered&cursor=");
        link.ShouldEndWith(">; rel=\"next\"");
        ((long)page["total"]!["count"]!).ShouldBeGreaterThan(2);
        ((bool)page["total"]!["exact"]!).ShouldBeFalse();
        using var second = await shop.Send(HttpMethod.Get, link[1..link.IndexOf('>')]);
        (await second.Json())["entries"]!.AsArray().Select(e => (string)e!["order_id"]!).ShouldBe(["3", "2"]);
        using var last = await shop.Send(HttpMethod.Get, (await app.Get("/api/audit?order=4&limit=1", shop.Key)) is { } one
            ? $"/api/audit?order=4&cursor={one["entries"]![0]!["seq"]}" : "");
        last.Header("Link").ShouldBeNull();
        (await last.Json())["total"]!.ToJsonString().ShouldBe("""{"count":1,"exact":true}""");
    }

    [Fact]
    public async Task Show_actions_among_the_events_to_a_key_of_scope_admin_only()
    {
        var shop = await Shop.Open(app, "guarded", "vici");
        await shop.Register("1", "pending");
        await Record("guarded", "proof_restarted");
        await Record("busier", "export_taken");
        await Record(null, "ledger_seeded");
        await shop.Register("2", "pending");
        var store = new Store("guarded", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc);
        await app.NewKey(Keys.ToStore("a-key-that-only-reads-audits", store, "reader", [Scope.Read], app.Secrets));

        var all = (await app.Get("/api/audit", shop.Key))["entries"]!.AsArray();
        var actions = (await app.Get("/api/audit?kind=actions&type=proof_restarted&actor=operator", shop.Key))["entries"]!.AsArray();
        var read = (await app.Get("/api/audit", "a-key-that-only-reads-audits"))["entries"]!.AsArray();
        using var refused = await app.Send(HttpMethod.Get, "/api/audit?kind=actions", key: "a-key-that-only-reads-audits");
        using var unknown = await app.Send(HttpMethod.Get, "/api/audit?type=proof_restarted", key: "a-key-that-only-reads-audits");

        all.Select(e => (string)e!["type"]!).Where(t => t != "store_made" && !t.StartsWith("key_", StringComparison.Ordinal))
            .ShouldBe(["order_registered", "ledger_seeded", "proof_restarted", "order_registered"]);
        all.Where(e => (bool?)e!["concerns_all"] ?? false).Select(e => (string)e!["type"]!).ShouldBe(["ledger_seeded"]);
        actions.Single()!.AsObject().Select(m => m.Key)
            .ShouldBe(["kind", "seq", "type", "actor", "source", "recorded_at", "request_id", "concerns_all", "data"]);
        actions[0]!["data"]!.ToJsonString().ShouldBe("""{"what":"a test"}""");
        read.Select(e => (string)e!["kind"]!).ShouldBe(["order", "order"]);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((string)(await refused.Json())["scope"]!).ShouldBe("admin");
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private Task Record(string? store, string type) => app.Services.GetRequiredService<Actions>().Record(
        new AdminAction(store, type, new Dictionary<string, string> { ["what"] = "a test" }), new Sender("operator", "cli"),
            CancellationToken.None);

    private async Task<List<long>> Seqs(string path, string key)
    {
        var (seqs, cursor) = (new List<long>(), "");
        do
        {
            var page = await app.Get(path + cursor, key);
            seqs.AddRange(page["entries"]!.AsArray().Select(e => (long)e!["seq"]!));
            cursor = page["next_cursor"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);
        return seqs;
    }
}
