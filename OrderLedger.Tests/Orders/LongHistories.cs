namespace OrderLedger.Tests.Orders;

public class LongHistories(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Say_the_same_when_they_are_asked_for_again_from_anywhere()
    {
        await Long("1", 3500);
        var first = await Page("1", "limit=200");
        var deep = await Page("1", "limit=200&before=2100");
        var atTheEdge = await Page("1", "limit=2&before=2002");

        (await Page("1", "limit=200")).ShouldBe(first);
        (await Page("1", "limit=200&before=2100")).ShouldBe(deep);
        (await Page("1", "limit=2&before=2002")).ShouldBe(atTheEdge);
        deep.ShouldContain("\"version\":2001");
        atTheEdge.ShouldContain("\"status\":\"processing\",\"phase\":\"in_progress\"");
    }

    [Theory]
    [InlineData(1999, "pending")]
    [InlineData(2000, "processing")]
    [InlineData(2001, "pending")]
    public async Task Show_the_order_at_and_beside_a_waypoint(long version, string status)
    {
        await Long($"2{version}", 2500);
        for (var time = 0; time < 2; time++)
        {
            var order = await app.Get($"/api/orders/2{version}?version={version}");
            ((string)order["status"]!, (long)order["version"]!, (string)order["note"]!).ShouldBe((status, version, "as it was said"));
        }
    }

    [Fact]
    public async Task Are_folded_anew_where_the_events_are_others()
    {
        await Long("3", 2500);
        await Page("3", "limit=5");
        await app.Sql.CreateCommand(
            """
            update ledger.mt_events set id = gen_random_uuid() where stream_id = '3';
            update ledger.mt_events set data = jsonb_set(data, '{total}', '"77.00"') where stream_id = '3' and version = 1
            """).ExecuteNonQueryAsync();

        (await Page("3", "limit=1")).ShouldContain("\"total\":77.00");
    }

    private async Task<string> Page(string id, string query) =>
        ((JsonNode)await app.Get($"/api/orders/{id}/history?{query}")).ToJsonString();

    // By hand: to push so many would take a minute.
    private async Task Long(string id, int events)
    {
        await app.Register(id, "pending", "10.00");
        await app.Sql.CreateCommand(
            $$"""
            insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, user_name)
            select nextval('ledger.mt_events_sequence'), gen_random_uuid(), '{{id}}', n,
                   case when n = 3 then '{"text":"as it was said"}'
                        when n % 2 = 0 then '{"from":"pending","to":"processing","raw":"processing","phase":"in_progress"}'
                        else '{"from":"processing","to":"pending","raw":"pending","phase":"open"}' end::jsonb,
                   case when n = 3 then 'note_added' else 'status_changed' end, now(), 'default', '{}', 'by hand'
              from generate_series(2, {{events}}) as n
            """).ExecuteNonQueryAsync();
    }
}
