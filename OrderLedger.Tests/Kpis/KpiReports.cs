namespace OrderLedger.Tests.Kpis;

public class KpiReports(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Revenue_is_what_was_sold_less_what_was_paid_back_per_currency()
    {
        var key = await app.NewStore("sums");
        await Post(key, """{ "id": 1, "status": "completed", "total": "100.00", "currency": "EUR" }""");
        await Post(key, """{ "id": 2, "status": "processing", "total": "50.00", "currency": "EUR", "refunds": [{ "total": "-10.00" }] }""");
        await Post(key, """{ "id": 3, "status": "refunded", "total": "30.00", "currency": "EUR" }""");
        await Post(key, """{ "id": 4, "status": "pending", "total": "999.00", "currency": "EUR" }""");
        await Post(key, """{ "id": 5, "status": "draft", "total": "999.00", "currency": "EUR" }""");
        await Post(key, """{ "id": 6, "status": "completed", "total": "7.77" }""");

        var kpis = await app.Get("/api/kpis", key);

        ((long)kpis["orders"]!).ShouldBe(6);
        kpis["by_status"]!.ToJsonString().ShouldBe("""{"completed":2,"draft":1,"pending":1,"processing":1,"refunded":1}""");
        kpis["by_phase"]!.ToJsonString().ShouldBe("""{"done":2,"draft":1,"in_progress":1,"open":1,"refunded":1}""");
        Money(kpis, "EUR").ShouldBe((3, 180m, 40m, 140m, 46.6667m));
        Money(kpis, "USD").ShouldBe((1, 7.77m, 0m, 7.77m, 7.77m));
        var onlyEuro = await app.Get("/api/kpis?currency=eur", key);
        onlyEuro["by_currency"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task With_nothing_sold_there_is_no_average()
    {
        var key = await app.NewStore("none");
        ((long)(await app.Get("/api/kpis", key))["orders"]!).ShouldBe(0);
        await Post(key, """{ "id": 1, "status": "pending", "total": "10" }""");
        Money(await app.Get("/api/kpis", key), "USD").ShouldBe((0, 0m, 0m, 0m, null));
    }

    [Fact]
    public async Task A_push_moves_an_order_from_one_count_to_the_other()
    {
        var key = await app.NewStore("moves");
        await Post(key, """{ "id": 1, "status": "pending", "total": "10" }""");
        foreach (var (status, revenue) in new[] { ("completed", 10m), ("refunded", 0m), ("failed", 0m), ("completed", 10m) })
        {
            await app.Send(HttpMethod.Patch, "/api/orders/1/status", $$"""{ "status": "{{status}}" }""", key);
            var kpis = await app.Get("/api/kpis", key);
            kpis["by_status"]!.ToJsonString().ShouldBe($$"""{"{{status}}":1}""");
            Money(kpis, "USD").Revenue.ShouldBe(revenue);
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28T22:59:59", "2026-03-28")]
    [InlineData("Europe/Berlin", "2026-03-28T23:00:00", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T21:59:59", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T22:00:00", "2026-03-30")]
    [InlineData("Europe/Berlin", "2026-10-25T22:59:59", "2026-10-25")]
    [InlineData("Europe/Berlin", "2026-10-25T23:00:00", "2026-10-26")]
    [InlineData("America/New_York", "2026-01-01T04:59:59", "2025-12-31")]
    [InlineData("Asia/Kathmandu", "2026-01-01T18:15:00", "2026-01-02")]
    public async Task A_day_is_a_day_in_the_stores_time_zone(string zone, string createdGmt, string day)
    {
        var key = await app.NewStore($"zone-{Guid.NewGuid():n}", zone: zone);
        await Post(key, $$"""{ "id": 1, "status": "completed", "total": "10", "date_created_gmt": "{{createdGmt}}" }""");

        var kpis = await app.Get($"/api/kpis?from={day}&to={day}", key);

        ((string)kpis["time_zone"]!).ShouldBe(zone);
        ((long)kpis["orders"]!).ShouldBe(1);
        ((string)kpis["by_day"]![0]!["day"]!).ShouldBe(day);
        (await app.Get($"/api/orders?from={day}&to={day}", key))["orders"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("from=2026-1-1")]
    [InlineData("to=2026-02-30")]
    [InlineData("from=2026-01-01T00:00:00Z")]
    [InlineData("day=2026-01-01")]
    public async Task What_is_no_day_is_refused(string query)
    {
        using var response = await app.Send(HttpMethod.Get, $"/api/kpis?{query}");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldContain(query.Split('=')[0]);
    }

    [Fact]
    public async Task Days_may_be_as_far_as_there_are_days() =>
        ((long)(await app.Get("/api/kpis?from=0001-01-01&to=9999-12-31"))["orders"]!).ShouldBe(0);

    private async Task Post(string key, string order) =>
        (await app.Send(HttpMethod.Post, "/api/webhooks/order", order, key)).EnsureSuccessStatusCode();

    private static (long Orders, decimal Gross, decimal Refunded, decimal Revenue, decimal? Average) Money(JsonObject kpis, string currency)
    {
        var money = kpis["by_currency"]!.AsArray().Single(m => (string)m!["currency"]! == currency)!;
        return ((long)money["counted_orders"]!, (decimal)money["gross"]!, (decimal)money["refunded"]!, (decimal)money["revenue"]!,
            (decimal?)money["average_order_value"]);
    }
}
