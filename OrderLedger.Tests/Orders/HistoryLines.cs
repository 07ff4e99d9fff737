namespace OrderLedger.Tests.Orders;

public class HistoryLines(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Hold_the_order_as_each_event_left_it()
    {
        await app.Register("1", "pending", "10.00");
        await Push("1", "processing");
        using var paid = await app.Send(HttpMethod.Post, "/api/orders", """{"id":"1","status":"processing","total":"12.50","payment_status":"paid"}""");
        paid.EnsureSuccessStatusCode();
        await Push("1", "refunded");

        var lines = await Lines("1");

        lines.Select(l => l["state"]!.ToJsonString()).ShouldBe(
        [
            """{"status":"refunded","phase":"refunded","payment_status":"paid","fulfilment_status":null,"total":12.50,"refunded":null,"currency":"USD","deleted":false}""",
            """{"status":"processing","phase":"in_progress","payment_status":"paid","fulfilment_status":null,"total":12.50,"refunded":null,"currency":"USD","deleted":false}""",
            .. lines.Skip(2).Take(lines.Count - 4).Select(l => l["state"]!.ToJsonString()),
            """{"status":"processing","phase":"in_progress","payment_status":null,"fulfilment_status":null,"total":10.00,"refunded":null,"currency":"USD","deleted":false}""",
            """{"status":"pending","phase":"open","payment_status":null,"fulfilment_status":null,"total":10.00,"refunded":null,"currency":"USD","deleted":false}""",
        ]);
    }

    [Fact]
    public async Task Say_when_it_happened_and_whether_that_was_told_late()
    {
        var now = DateTimeOffset.UtcNow;
        await app.Register("2");
        await Push("2", "processing", now.AddHours(-2));
        await Push("2", "completed", now.AddMinutes(-4));
        await Push("2", "on-hold", now.AddMinutes(-90));

        var lines = await Lines("2");

        lines.Select(l => l["flags"]!.ToJsonString()).ShouldBe(
        [
            """{"unusual":false,"stale":true,"late":true}""",
            """{"unusual":false,"stale":false,"late":false}""",
            """{"unusual":false,"stale":false,"late":true}""",
            """{"unusual":false,"stale":false,"late":false}""",
        ]);
        ((DateTimeOffset)lines[2]["occurred_at"]!).ShouldBe(now.AddHours(-2), TimeSpan.FromMilliseconds(1));
        (lines[3]["occurred_at"]!.ToString(), lines[3]["event"]!["occurred_at"]).ShouldBe((lines[3]["recorded_at"]!.ToString(), null));
        ((double)lines[1]["held_s"]!).ShouldBe(116 * 60, 0.01);
        lines[0]["held_s"].ShouldBeNull();
        lines[3]["held_s"].ShouldBeNull();
    }

    [Fact]
    public async Task Are_the_same_on_a_page_of_their_own()
    {
        await app.Register("3");
        foreach (var status in new[] { "processing", "completed", "processing", "completed" })
            await Push("3", status);
        var whole = await Lines("3");

        var second = (await app.Get("/api/orders/3/history?limit=2&before=4"))["events"]!.AsArray();

        second.Select(l => l!.ToJsonString()).ShouldBe(whole.Skip(2).Take(2).Select(l => l.ToJsonString()));
        ((bool)whole[1]["flags"]!["unusual"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_a_stream_longer_than_a_thousand_events_are_shown_too()
    {
        await app.Register("4");
        await app.Sql.CreateCommand(
            """
            insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, user_name)
            select nextval('ledger.mt_events_sequence'), gen_random_uuid(), '4', n,
                   case when n % 2 = 0 then '{"from":"pending","to":"processing","raw":"processing","phase":"in_progress"}'
                        else '{"from":"processing","to":"pending","raw":"pending","phase":"open"}' end::jsonb, 'status_changed', now(), 'default', '{}', 'by hand'
              from generate_series(2, 1500) as n
            """).ExecuteNonQueryAsync();

        var page = await app.Get("/api/orders/4/history?limit=3");

        page["events"]!.AsArray().Select(l => $"{l!["version"]} {l["state"]!["status"]} {l["held_s"]}").ShouldBe(
            ["1500 processing 0", "1499 pending 0", "1498 processing 0"]);
        ((long)page["next_before"]!).ShouldBe(1498);
    }

    private async Task Push(string id, string status, DateTimeOffset? at = null)
    {
        var time = at is null ? "" : $",\"occurred_at\":\"{at:O}\"";
        using var response = await app.Patch(id, $$"""{"order_status":"{{status}}"{{time}}}""");
        response.EnsureSuccessStatusCode();
    }

    private async Task<List<JsonNode>> Lines(string id) =>
        [.. (await app.Get($"/api/orders/{id}/history"))["events"]!.AsArray().Select(e => e!)];
}
