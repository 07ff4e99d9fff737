using OrderLedger.Tests.Pushes.Refused;

namespace OrderLedger.Tests.Kpis;

public class KpisAsOf(LedgerApp app) : IClassFixture<LedgerApp>
{
    private static readonly string[] Shown =
        ["orders", "by_status", "by_phase", "by_currency", "by_day", "rates", "cycle_time", "throughput", "cards", "ageing", "sources"];

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    public async Task The_shop_is_shown_as_it_stood_at_each_moment(int others)
    {
        var key = await app.NewStore($"stood-{others}");
        // With many orders that do not change later today's cells are corrected, with none everything is counted anew: the answer is one.
        for (var i = 0; i < others; i++)
            await app.Order(key, $$"""{"id":"{{100 + i}}","status":"processing","total":1,"created_at":"2026-02-01"}""");
        (HttpMethod Method, string Path, string Body)[] steps =
        [
            (HttpMethod.Post, "/api/orders", """{"id":"1","status":"pending","total":"10.50","created_at":"2026-03-01"}"""),
            (HttpMethod.Post, "/api/orders", """{"id":"2","status":"pending","total":"0.001","currency":"KWD","created_at":"2026-03-02"}"""),
            (HttpMethod.Patch, "/api/orders/1/status", """{"status":"completed"}"""),
            (HttpMethod.Post, "/api/orders", """{"id":"1","status":"completed","total":"12","refunded":"2","created_at":"2026-03-03"}"""),
            (HttpMethod.Patch, "/api/orders/2/status", """{"status":"failed"}"""),
            (HttpMethod.Patch, "/api/orders/1/status", """{"status":"refunded"}"""),
        ];
        var stood = new List<(string At, JsonObject Kpis)>();
        foreach (var (method, path, body) in steps)
        {
            using var pushed = await app.Send(method, path, body, key);
            pushed.EnsureSuccessStatusCode();
            stood.Add((await Last(key), await app.Get("/api/kpis", key)));
        }

        foreach (var (at, kpis) in stood)
        {
            var then = await app.Get($"/api/kpis?as_of={at}", key);
            foreach (var member in Shown)
                then[member]!.ToJsonString().ShouldBe(kpis[member]!.ToJsonString(), $"{member} at {at}");
            Statuses(then).ShouldBe(Statuses(kpis), at);
        }
        ((DateTimeOffset)(await app.Get($"/api/kpis?as_of={stood[0].At}", key))["as_of"]!)
            .ShouldBe(DateTimeOffset.Parse(stood[0].At, null));
    }

    [Fact]
    public async Task A_deleted_order_is_there_until_it_was_deleted()
    {
        var key = await app.NewStore("gone");
        await app.Order(key, """{"id":"1","status":"pending","occurred_at":"2026-03-01T00:00:00Z"}""");
        var before = await Last(key);
        using var deleted = await app.Send(HttpMethod.Post, "/api/webhooks/woocommerce/gone", """{"id":1}""", null,
            InboxTalk.Delivery("order.deleted", """{"id":1}""", key));
        deleted.EnsureSuccessStatusCode();

        ((long)(await app.Get("/api/kpis", key))["orders"]!).ShouldBe(0);
        ((long)(await app.Get($"/api/kpis?as_of={await Last(key)}", key))["ageing"]!["total"]!).ShouldBe(0);
        var then = await app.Get($"/api/kpis?as_of={before}", key);
        ((long)then["orders"]!).ShouldBe(1);
        ((long)then["ageing"]!["total"]!).ShouldBe(1);
        Statuses(then).ShouldBe(["pending 1 1"]);
    }

    [Fact]
    public async Task Before_the_first_event_there_was_nothing()
    {
        var key = await app.NewStore("early");
        await app.Order(key, """{"id":"1","status":"completed","total":5,"created_at":"2020-01-01","occurred_at":"2020-01-01"}""");

        var then = await app.Get("/api/kpis?as_of=2020-01-02", key);

        ((long)then["orders"]!).ShouldBe(0);
        foreach (var member in new[] { "by_day", "throughput", "time_in_status", "sources" })
            then[member]!.AsArray().ShouldBeEmpty(member);
        ((string)then["as_of"]!).ShouldBe("2020-01-02T23:59:59.999999+00:00", "a day means its last moment");
    }

    [Fact]
    public async Task Today_is_not_over_and_means_now()
    {
        var key = await app.NewStore("today");
        await app.Order(key, """{"id":"1","status":"completed"}""");
        ((long)(await app.Get($"/api/kpis?as_of={DateTimeOffset.UtcNow:yyyy-MM-dd}", key))["orders"]!).ShouldBe(1);
    }

    private static IEnumerable<string> Statuses(JsonObject kpis) =>
        kpis["time_in_status"]!.AsArray().Select(s => $"{s!["status"]} {s["visits"]} {s["open"]}");

    // The moment of the store's newest event, as it is written in a query.
    private Task<string> Last(string key) => app.Ask<string>(
        $"""
         select to_char(max(timestamp) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from ledger.mt_events
          where tenant_id = '{key["the-key-of-store-".Length..]}'
         """);
}
