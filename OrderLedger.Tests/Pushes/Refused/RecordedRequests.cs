namespace OrderLedger.Tests.Pushes.Refused;

public class RecordedRequests(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Say_what_was_done_by_which_key()
    {
        var key = await app.NewStore("recorded");
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "completed" }""", key);
        await app.Refused(404, HttpMethod.Patch, "/api/orders/2/status", """{ "order_status": "completed" }""", key);
        var kept = (await app.Kept(key)).OrderBy(p => (string)p["path"]!).ToList();
        await app.Replay(kept[0], key);
        await app.Make("1", "pending", key);
        await app.Replay(kept[0], key);
        await app.Replay(kept[0], key);
        using var dismissed = await app.Send(HttpMethod.Post, $"{InboxTalk.Inbox}/{kept[1]["id"]}/dismiss", key: key);
        using var again = await app.Send(HttpMethod.Post, $"{InboxTalk.Inbox}/{kept[1]["id"]}/dismiss", key: key);
        using var asked = await app.Send(HttpMethod.Post, "/api/projections/kpi/rebuild", key: key);
        using var erased = await app.Send(HttpMethod.Post, "/api/orders/1/erase", key: key);

        (await Actions("recorded", after: 2)).ShouldBe(
        [
            $$"""push_replayed {"id": "{{kept[0]["id"]}}"} owner of recorded api""",
            $$"""push_dismissed {"id": "{{kept[1]["id"]}}"} owner of recorded api""",
            $$"""rebuild_asked {"id": "{{(await asked.Json())["id"]}}", "projections": "kpi"} owner of recorded api""",
        ]);
        (await app.Ask<string>("select request_id from ledger.ol_action where type = 'push_dismissed'"))
            .ShouldBe(dismissed.Header("X-Request-Id"));
    }

    [Fact]
    public async Task Begin_with_the_first_store_and_its_key() =>
        (await Actions("default", after: 0)).Take(2).Select(a => string.Join(' ', a.Split(' ')[..2]))
        .ShouldBe(["store_made {\"domain\":", "key_made {\"id\":"]);

    private Task<List<string>> Actions(string store, int after) => app.Sql.Query(r => r.GetString(0),
        $"select concat_ws(' ', type, data, actor, source) from ledger.ol_action where store = '{store}' and version > {after} order by version", default);
}
