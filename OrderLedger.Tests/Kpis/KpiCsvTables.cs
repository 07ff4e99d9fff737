namespace OrderLedger.Tests.Kpis;

public class KpiCsvTables(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("orders", "start,orders,counted_orders\r\n2026-03-01,1,1\r\n2026-03-02,1,0\r\n")]
    [InlineData("revenue",
        "start,currency,counted_orders,gross,refunded,revenue,average_order_value,refunded_by_refund_day\r\n2026-03-01,USD,1,10.5,0.5,10.0,10.0,0.5\r\n2026-03-02,USD,0,0,0,0,,0\r\n")]
    [InlineData("throughput", "start,orders\r\n2026-03-01,1\r\n2026-03-02,0\r\n")]
    [InlineData("status_changes", "start,status_changes\r\n2026-03-01,0\r\n2026-03-02,0\r\n")]
    [InlineData("by_status", "status,phase,orders\r\ncompleted,done,1\r\npending,open,1\r\n")]
    [InlineData("time_in_status", "status,visits,open,median_seconds,p90_seconds\r\n")]
    [InlineData("sources", "source,registered,changes,unusual,stale,duplicates,rejected,last_push_at\r\n")]
    public async Task A_table_has_a_header_and_plain_values(string table, string text)
    {
        var key = await app.NewStore($"plain-{table}".Replace('_', '-'));
        await app.Order(key, """{"id":"1","status":"completed","total":"10.50","refunded":"0.5","created_at":"2026-03-01","occurred_at":"2026-03-01"}""");
        await app.Order(key, """{"id":"2","status":"pending","total":"3","created_at":"2026-03-02","occurred_at":"2026-03-02"}""");

        using var response = await app.Send(HttpMethod.Get, $"/api/kpis/{table}.csv?from=2026-03-01&to=2026-03-02", key: key);

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        (await response.Text()).ShouldBe(text);
    }

    [Fact]
    public async Task A_text_is_quoted_where_it_must_be_and_never_run_as_a_formula()
    {
        var key = await app.NewStore("quoted");
        var id = 0;
        foreach (var number in new[] { "=1+1", "+1", "-1", "@x", "a,b", "a\\\"b", "a\\r\\nb", "ä" })
            await app.Order(key, $$"""{"id":"{{++id}}","number":"{{number}}","status":"pending","occurred_at":"2026-03-0{{id}}"}""");

        using var response = await app.Send(HttpMethod.Get, "/api/kpis/ageing.csv", key: key);

        var text = await response.Text();
        text.ShouldStartWith("order_id,number,status,since,seconds,limit_hours\r\n1,'=1+1,pending,2026-03-01T00:00:00Z,");
        foreach (var cell in new[] { ",'+1,", ",'-1,", ",'@x,", ",\"a,b\",", ",\"a\"\"b\",", ",\"a\r\nb\",", ",ä," })
            text.ShouldContain(cell);
    }

    [Fact]
    public async Task Cards_carry_their_definitions()
    {
        using var response = await app.Send(HttpMethod.Get, "/api/kpis/cards.csv");
        var text = await response.Text();
        text.ShouldStartWith("name,unit,currency,value,previous,change,definition\r\norders,orders,,0,,,Orders created in the range; deleted ones are left out.\r\n");
        text.ShouldContain("\r\ncycle_time_p90,seconds,,,,,");
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_not_found_with_those_that_are()
    {
        using var response = await app.Send(HttpMethod.Get, "/api/kpis/everything.csv");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ((string)(await response.Json())["error"]!).ShouldContain("Known: orders, revenue, throughput");
    }
}
