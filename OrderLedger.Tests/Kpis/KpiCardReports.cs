namespace OrderLedger.Tests.Kpis;

public class KpiCardReports(SocketApp app) : IClassFixture<SocketApp>
{
    [Fact]
    public async Task Each_card_is_compared_with_as_many_days_just_before()
    {
        var key = await app.NewStore("compared");
        await Order(key, 1, "completed", "2026-03-01", 100);
        await Order(key, 2, "completed", "2026-03-02", 50);
        await Order(key, 3, "failed", "2026-02-28", 999);
        await Order(key, 4, "completed", "2026-02-27", 60);
        await Order(key, 5, "completed", "2026-02-26", 7);

        var kpis = await app.Get("/api/kpis?from=2026-03-01&to=2026-03-02&compare=previous", key);

        kpis["previous"]!.ToJsonString().ShouldBe("""{"from":"2026-02-27","to":"2026-02-28"}""");
        Card(kpis, "orders").ShouldBe((2, 2, 0));
        Card(kpis, "counted_orders").ShouldBe((2, 1, 1));
        Card(kpis, "revenue").ShouldBe((150, 60, 1.5m));
        Card(kpis, "average_order_value").ShouldBe((75, 60, 0.25m));
        Card(kpis, "fail_rate").ShouldBe((0, 0.5m, -1));
        Card(kpis, "throughput").ShouldBe((2, 1, 1));
        Card(kpis, "cycle_time_median").ShouldBe((0, 0, null));
        ((long)kpis["orders"]!).ShouldBe(2, "the period before counts in no other member");
        kpis["throughput"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task With_nothing_to_compare_or_to_divide_by_there_is_no_number()
    {
        var key = await app.NewStore("alone");
        await Order(key, 1, "pending", "2026-03-01", 10);

        var kpis = await app.Get("/api/kpis", key);

        Card(kpis, "orders").ShouldBe((1, null, null));
        Card(kpis, "average_order_value").ShouldBe((null, null, null));
        Card(kpis, "cycle_time_p90").ShouldBe((null, null, null));
        Card(await app.Get("/api/kpis?to=2026-01-01", key), "cancel_rate").ShouldBe((null, null, null));
    }

    [Fact]
    public async Task A_rate_counts_who_ever_entered_the_phase_among_all_but_drafts()
    {
        var key = await app.NewStore("rates");
        for (var id = 1; id <= 4; id++)
            await Order(key, id, id == 4 ? "draft" : "pending", "2026-03-01", 10);
        foreach (var status in new[] { "cancelled", "refunded", "completed", "failed", "failed" })
            await Push(key, 1, status, null);
        await Push(key, 2, "cancelled", null);

        (await app.Get("/api/kpis", key))["rates"]!.ToJsonString().ShouldBe(
            """{"orders":3,"cancelled":2,"failed":1,"refunded":1,"cancel_rate":0.6667,"fail_rate":0.3333,"refund_rate":0.3333}""");
    }

    [Fact]
    public async Task Time_in_status_is_of_the_visits_that_ended_in_the_range_and_of_those_open_now()
    {
        var key = await app.NewStore("visits");
        for (var id = 1; id <= 3; id++)
        {
            await Order(key, id, "pending", "2026-03-01", 10, "2026-03-01T00:00:00Z");
            await Push(key, id, "processing", $"2026-03-01T0{id}:00:00Z");
        }
        await Push(key, 3, "completed", "2026-03-02T03:00:00Z");

        var first = await app.Get("/api/kpis?from=2026-03-01&to=2026-03-01", key);
        var whole = await app.Get("/api/kpis", key);

        first["time_in_status"]!.ToJsonString().ShouldBe(
            """[{"status":"pending","visits":3,"open":0,"median_seconds":7200,"p90_seconds":10080}]""");
        whole["time_in_status"]!.AsArray().Select(s => $"{s!["status"]} {s["visits"]} {s["open"]}")
            .ShouldBe(["completed 1 1", "pending 3 0", "processing 3 2"]);
        first["cycle_time"]!["orders"]!.GetValue<long>().ShouldBe(0);
        whole["cycle_time"]!.ToJsonString().ShouldBe("""{"orders":1,"median_seconds":97200,"p90_seconds":97200}""");
    }

    [Fact]
    public async Task An_order_is_put_through_once_however_often_it_is_done()
    {
        var key = await app.NewStore("through");
        await Order(key, 1, "completed", "2026-03-01", 10, "2026-03-01T00:00:00Z");
        await Push(key, 1, "processing", "2026-03-02T00:00:00Z");
        await Push(key, 1, "completed", "2026-03-03T00:00:00Z");

        (await app.Get("/api/kpis", key))["throughput"]!.ToJsonString().ShouldBe("""[{"day":"2026-03-01","orders":1}]""");
    }

    [Fact]
    public async Task Orders_still_worked_on_and_over_the_limit_of_their_status_are_named_the_longest_first()
    {
        var key = await app.NewStore("late");
        await app.Limit("late", "completed", hours: 1);
        await Order(key, 1, "pending", "2026-03-02", 10, Ago(25));
        await Order(key, 2, "pending", "2026-03-02", 10, Ago(23));
        await Order(key, 3, "processing", "2026-03-02", 10, Ago(80));
        await Order(key, 4, "completed", "2026-03-02", 10, Ago(9_000));

        var ageing = (await app.Get("/api/kpis", key))["ageing"]!;

        ((long)ageing["total"]!).ShouldBe(2);
        ageing["orders"]!.AsArray().Select(o => $"{o!["order_id"]} {o["status"]} {o["limit_hours"]}")
            .ShouldBe(["3 processing 72", "1 pending 24"]);
        ((decimal)ageing["orders"]![0]!["seconds"]!).ShouldBeGreaterThan(80 * 3600);
        var orders = (await app.Get("/api/orders", key))["orders"]!.AsArray();
        orders.Where(o => (bool)o!["overdue"]!).Select(o => (string)o!["id"]!).Order().ShouldBe(["1", "3"]);
        (await app.Get("/api/orders?overdue=true", key))["orders"]!.AsArray().Count.ShouldBe(2, "the list of orders says the same");
    }

    [Fact]
    public async Task A_source_shows_what_it_brought_and_what_was_refused()
    {
        var key = await app.NewStore("sources");
        await Order(key, 1, "pending", "2026-03-01", 10, "2026-03-01T00:00:00Z");
        await Push(key, 1, "completed", "2026-03-03T00:00:00Z");
        await Push(key, 1, "processing", "2026-03-02T00:00:00Z");
        using var refused = await app.Send(HttpMethod.Patch, "/api/orders/1/status", """{"status":"nonsense"}""", key);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await app.Ask<long>(
            """
            with d as (insert into ledger.ol_duplicate values ('sources', current_date, 'vici', 3, now()) returning 1),
                 r as (insert into ledger.ol_rejected_push (id, store, method, path, query, headers, body, status, reason, actor, request_id)
                       values (gen_random_uuid(), 'sources', 'PUT', '/', '', '{}', '', 400, '', '', '') returning 1)
            select count(*) from d, r
            """);

        var sources = (await app.Get("/api/kpis", key))["sources"]!.AsArray();

        sources.Select(s => $"{s!["source"]} {s["registered"]} {s["changes"]} {s["stale"]} {s["duplicates"]} {s["rejected"]}")
            .ShouldBe(["intake 1 0 0 0 0", "unknown 0 0 0 0 1", "vici 0 1 1 3 1"]);
        sources.ShouldAllBe(s => s!["last_push_at"] != null);
    }

    [Theory]
    [InlineData("vici", "vici")]
    [InlineData("wizcommerce", "wizcommerce")]
    [InlineData("awal", "awal")]
    [InlineData("whatalo", "whatalo")]
    [InlineData("genuka", "genuka")]
    [InlineData("woocommerce", "vici")]
    public async Task A_refused_push_counts_for_the_way_it_came(string dialect, string source)
    {
        var shop = await Shop.Open(app, $"refused-{dialect}", dialect);
        using var unknown = await shop.Push(shop.OrderId(1), shop.Words[0]);
        ((int)unknown.StatusCode).ShouldBe(404);
        using var bulk = await app.Send(HttpMethod.Post, "/api/orders/bulk-status", """{"updates":[{}]}""", shop.Key);
        using var own = await app.Send(HttpMethod.Post, "/api/orders", "{}", shop.Key);

        (await app.Get("/api/kpis", shop.Key))["sources"]!.AsArray().Select(s => $"{s!["source"]} {s["rejected"]}")
            .ShouldBe(new[] { "bulk 1", "intake 1", $"{source} 1" }, ignoreOrder: true);
    }

    [Fact]
    public async Task Another_store_is_as_one_that_nobody_has()
    {
        await app.NewStore("theirs");
        ((long)(await app.Get("/api/kpis?store=default"))["orders"]!).ShouldBe(0);
        using var theirs = await app.Send(HttpMethod.Get, "/api/kpis?store=theirs");
        using var nobodys = await app.Send(HttpMethod.Get, "/api/kpis?store=nobodys");

        theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await theirs.Text()).ShouldBe(await nobodys.Text());
    }

    private static string Ago(int hours) => DateTimeOffset.UtcNow.AddHours(-hours).UtcDateTime.ToString("O");

    private async Task Order(string key, int id, string status, string day, decimal total, string? at = null) => await app.Order(key,
        $$"""{ "id": "{{id}}", "status": "{{status}}", "total": {{total}}, "created_at": "{{day}}", "occurred_at": "{{at ?? day}}" }""");

    private async Task Push(string key, int id, string status, string? at)
    {
        var time = at is null ? "" : $$""", "occurred_at": "{{at}}" """;
        (await app.Send(HttpMethod.Patch, $"/api/orders/{id}/status", $$"""{ "status": "{{status}}"{{time}} }""", key)).EnsureSuccessStatusCode();
    }

    private static (decimal?, decimal?, decimal?) Card(JsonObject kpis, string name)
    {
        var card = kpis["cards"]!.AsArray().Single(c => (string)c!["name"]! == name)!;
        return ((decimal?)card["value"], (decimal?)card["previous"], (decimal?)card["change"]);
    }
}
