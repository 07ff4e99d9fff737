using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Tests.Kpis;

public class KpiCharts(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Empty_buckets_between_the_bounds_are_shown_with_nothing()
    {
        var key = await app.NewStore("empty");
        await Order(key, 1, "2026-03-02", "10.5");

        var series = (await app.Get("/api/kpis?from=2026-03-01&to=2026-03-03&bucket=day", key))["series"]!.AsArray();

        series.Select(s => $"{s!["start"]} {s["orders"]} {s["by_currency"]![0]!["revenue"]} {s["throughput"]}")
            .ShouldBe(["2026-03-01 0 0 0", "2026-03-02 1 10.5 1", "2026-03-03 0 0 0"]);
        (await app.Get("/api/kpis", key))["series"].ShouldBeNull();
    }

    [Theory]
    [InlineData("week", "2024-02-28", "2024-03-04", "2024-02-26,2024-03-04")]
    [InlineData("week", "2026-12-31", "2027-01-03", "2026-12-28")]
    [InlineData("week", "2026-11-22", "2026-11-23", "2026-11-16,2026-11-23")]
    [InlineData("month", "2024-01-31", "2024-03-01", "2024-01-01,2024-02-01,2024-03-01")]
    [InlineData("day", "2024-02-28", "2024-03-01", "2024-02-28,2024-02-29,2024-03-01")]
    [InlineData("day", "2026-02-28", "2026-03-01", "2026-02-28,2026-03-01")]
    [InlineData("day", "9999-12-30", "9999-12-31", "9999-12-30,9999-12-31")]
    public async Task Buckets_are_days_ISO_weeks_or_months(string bucket, string from, string to, string starts) =>
        string.Join(',', (await app.Get($"/api/kpis?from={from}&to={to}&bucket={bucket}"))["series"]!.AsArray()
            .Select(s => (string)s!["start"]!))
            .ShouldBe(starts);

    [Fact]
    public async Task Only_days_of_the_range_count_in_its_first_bucket()
    {
        var key = await app.NewStore("clipped");
        await Order(key, 1, "2026-11-16", "1");
        await Order(key, 2, "2026-11-18", "2");

        var series = (await app.Get("/api/kpis?from=2026-11-17&to=2026-11-22&bucket=week", key))["series"]!.AsArray();

        series.ShouldHaveSingleItem()!["orders"]!.GetValue<long>().ShouldBe(1);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T00:59:00Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30")]
    [InlineData("Europe/Berlin", "2025-10-26T22:59:59Z", "2025-10-26")]
    [InlineData("Europe/Berlin", "2025-10-26T23:00:00Z", "2025-10-27")]
    [InlineData("America/New_York", "2024-02-29T04:59:59Z", "2024-02-28")]
    [InlineData("America/New_York", "2024-03-01T04:59:59Z", "2024-02-29")]
    public async Task What_was_done_counts_on_the_stores_day(string zone, string done, string day)
    {
        var key = await app.NewStore($"done-{Guid.NewGuid():n}", zone: zone);
        await app.Order(key, $$"""{"id":"1","status":"completed","created_at":"{{done}}","occurred_at":"{{done}}"}""");

        var (same, whole) = (await app.Get($"/api/kpis?from={day}&to={day}&bucket=day", key), await app.Get("/api/kpis", key));

        same["series"]![0]!["throughput"]!.GetValue<long>().ShouldBe(1);
        same["cycle_time"]!["orders"]!.GetValue<long>().ShouldBe(1);
        whole["throughput"]!.ToJsonString().ShouldBe($$"""[{"day":"{{day}}","orders":1}]""");
    }

    [Fact]
    public async Task Sums_are_exact_to_the_last_digit_of_each_currency()
    {
        var key = await app.NewStore("exact");
        var id = 0;
        foreach (var (currency, amount) in new[] { ("JPY", "1"), ("EUR", "0.1"), ("KWD", "0.001") })
            for (var i = 0; i < 3; i++)
                await Order(key, ++id, "2026-03-01", amount, currency);

        (await app.Get("/api/kpis?bucket=month", key))["series"]![0]!["by_currency"]!.AsArray()
            .Select(m => $"{m!["currency"]} {m["revenue"]}")
            .ShouldBe(["EUR 0.3", "JPY 3", "KWD 0.003"]);
        (await app.Get("/api/kpis?currency=kwd", key))["cards"]!.AsArray().Where(c => (string)c!["name"]! == "revenue")
            .ShouldHaveSingleItem()!["value"]!.ToJsonString().ShouldBe("0.003");
    }

    [Theory]
    [InlineData("bucket=hour", "bucket takes")]
    [InlineData("compare=last", "compare takes")]
    [InlineData("compare=previous", "both from and to")]
    [InlineData("compare=previous&from=2026-01-01", "both from and to")]
    [InlineData("compare=previous&from=0001-01-02&to=0001-01-09", "not so many days")]
    [InlineData("from=2026-01-02&to=2026-01-01", "from must not be after to")]
    [InlineData("from=2000-01-01&to=2026-01-01&bucket=day", "1000 buckets")]
    [InlineData("as_of=yesterday", "as_of takes")]
    [InlineData("as_of=2026-02-30", "as_of takes")]
    [InlineData("as_of=2190-01-01", "future")]
    [InlineData("as_of=2190-01-01T00:00:00Z", "future")]
    [InlineData("until=2026-01-01", "Unknown parameter")]
    public async Task What_cannot_be_answered_is_refused_with_a_sentence(string query, string sentence)
    {
        foreach (var path in new[] { "/api/kpis", "/api/kpis/orders.csv" })
        {
            using var response = await app.Send(HttpMethod.Get, $"{path}?{query}");
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            ((string)(await response.Json())["error"]!).ShouldContain(sentence);
        }
    }

    [Fact]
    public void The_documentation_defines_each_number_in_the_same_words()
    {
        var text = SourceTree.Files.Single(f => f.Path == "docs/kpis.md").Text;
        foreach (var number in KpiDefinitions.All)
            text.ShouldContain($"| `{number.Name}` | {number.Unit} | {number.Text} |");
    }

    private Task Order(string key, int id, string day, string total, string currency = "USD") => app.Order(key,
        $$"""{"id":"{{id}}","status":"completed","total":"{{total}}","currency":"{{currency}}","created_at":"{{day}}","occurred_at":"{{day}}"}""");
}
