namespace OrderLedger.Tests.Orders;

public class OneOrder(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("\"1\"", 304)]
    [InlineData("W/\"1\"", 304)]
    [InlineData("\"7\", \"1\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"2\"", 200)]
    [InlineData("1", 200)]
    public async Task Who_has_it_already_is_not_sent_it_again(string ifNoneMatch, int status)
    {
        await app.Register("1");

        using var response = await app.Send(HttpMethod.Get, "/api/orders/1", headers: ("If-None-Match", ifNoneMatch));

        ((int)response.StatusCode).ShouldBe(status);
        response.Header("ETag").ShouldBe("\"1\"");
        (await response.Text()).Length.ShouldBe(status == 304 ? 0 : (await response.Text()).Length);
    }

    [Fact]
    public async Task A_push_moves_the_tag()
    {
        await app.Register("2");
        await app.Patch("2", """{ "order_status": "completed" }""");
        using var response = await app.Send(HttpMethod.Get, "/api/orders/2", headers: ("If-None-Match", "\"1\""));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Header("ETag").ShouldBe("\"2\"");
        (await response.Json())["allowed_next"]!.AsArray().Count.ShouldBe(8);
    }

    [Theory]
    [InlineData("/api/orders/404")]
    [InlineData("/api/orders/404/history")]
    [InlineData("/api/orders/404/diff?from=1")]
    [InlineData("/api/orders/404?version=1")]
    [InlineData("/api/orders/404?as_of=2026-01-31")]
    [InlineData("/api/orders/no-number")]
    [InlineData("/api/orders/%F0%9F%98%80")]
    public async Task An_unknown_one_is_not_found_in_problem_json(string path)
    {
        using var response = await app.Send(HttpMethod.Get, path);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Header("Content-Type").ShouldBe("application/problem+json");
        var problem = await response.Json();
        ((string)problem["error"]!).ShouldBe("Order not found");
        problem.ContainsKey("order_id").ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_parameter_is_refused()
    {
        await app.Register("3");
        using var response = await app.Send(HttpMethod.Get, "/api/orders/3?expand=all");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldContain("expand");
    }

    [Fact]
    public async Task Its_history_comes_in_pages_newest_first()
    {
        await app.Register("4");
        foreach (var status in new[] { "processing", "completed", "refunded", "failed" })
            await app.Patch("4", $$"""{ "order_status": "{{status}}" }""");

        var (versions, before) = (new List<long>(), "");
        do
        {
            var page = await app.Get($"/api/orders/4/history?limit=2{before}");
            versions.AddRange(page["events"]!.AsArray().Select(e => (long)e!["version"]!));
            before = page["next_before"] is { } next ? $"&before={next}" : null;
        }
        while (before is not null);

        versions.ShouldBe([5, 4, 3, 2, 1]);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("before=0")]
    [InlineData("before=x")]
    [InlineData("page=2")]
    public async Task A_history_page_that_cannot_be_is_refused(string query)
    {
        await app.Register("5");
        using var response = await app.Send(HttpMethod.Get, $"/api/orders/5/history?{query}");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldContain(query.Split('=')[0]);
    }
}
