using System.Globalization;

namespace OrderLedger.Tests.Pushes;

public class TimedPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task A_status_older_than_the_last_one_is_kept_and_not_applied()
    {
        await app.Register("1");
        await Push("1", "completed", "2026-01-02T10:00:00Z");

        using var response = await Push("1", "processing", "2026-01-02T09:59:59Z");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await response.Json();
        ((bool)answer["changed"]!).ShouldBeFalse();
        ((string)answer["outcome"]!).ShouldBe("stale");
        ((string)answer["order_status"]!).ShouldBe("completed");
        ((string)(await app.Get("/api/orders/1/history"))["events"]![0]!["type"]!).ShouldBe("stale_status_reported");
    }

    [Theory]
    [InlineData("0,1,2")]
    [InlineData("0,2,1")]
    [InlineData("1,0,2")]
    [InlineData("1,2,0")]
    [InlineData("2,0,1")]
    [InlineData("2,1,0")]
    public async Task However_three_reports_arrive_the_order_ends_the_same_and_all_are_kept(string arrival)
    {
        (string Status, string At)[] reports =
            [("processing", "2026-01-01T10:00:00Z"), ("completed", "2026-01-02T10:00:00Z"), ("refunded", "2026-01-03T10:00:00Z")];
        var id = "7" + arrival.Replace(",", "", StringComparison.Ordinal);
        await app.Register(id);

        foreach (var i in arrival.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)))
            await Push(id, reports[i].Status, reports[i].At);

        ((string)(await app.Get($"/api/orders/{id}"))["status"]!).ShouldBe("refunded");
        var told = (await app.Get($"/api/orders/{id}/history"))["events"]!.AsArray()
            .Where(e => (string)e!["type"]! is "status_changed" or "stale_status_reported")
            .Select(e => (string)(e!["event"]!["to"] ?? e["event"]!["status"])!);
        told.Order().ShouldBe(["completed", "processing", "refunded"]);
    }

    [Fact]
    public async Task A_time_more_than_five_minutes_ahead_is_taken_as_now_and_noted()
    {
        await app.Register("2");

        using var ahead = await Push("2", "processing", DateTimeOffset.UtcNow.AddMinutes(7).ToString("O"));

        ahead.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await ahead.Json())["notes"]!.AsArray().Single()!).ShouldContain("5 minutes ahead");
        var told = (await app.Get("/api/orders/2/history"))["events"]![0]!;
        told["event"]!["occurred_at"].ShouldBeNull();
        ((string)told["notes"]!.AsArray().Single()!).ShouldContain("5 minutes ahead");

        using var taken = await Push("2", "completed", DateTimeOffset.UtcNow.AddMinutes(3).ToString("O"));
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await taken.Json())["notes"].ShouldBeNull();
    }

    [Theory]
    [InlineData(31, "2026-01-31T09:30:00Z")]
    [InlineData(32, "2026-01-31T10:30:00+01:00")]
    [InlineData(33, "2026-01-31T09:30:00")]
    [InlineData(34, " 2026-01-31T09:30:00.000000Z ")]
    public async Task A_time_without_a_zone_is_utc(int id, string occurredAt)
    {
        await app.Register($"{id}");
        await Push($"{id}", "completed", occurredAt);
        ((DateTimeOffset)(await app.Get($"/api/orders/{id}"))["status_since"]!).ShouldBe(new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero));
    }

    private Task<HttpResponseMessage> Push(string id, string status, string occurredAt) =>
        app.Patch(id, $$"""{ "order_status": "{{status}}", "occurred_at": "{{occurredAt}}" }""");
}
