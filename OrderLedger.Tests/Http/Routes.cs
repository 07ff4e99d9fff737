namespace OrderLedger.Tests.Http;

public class Routes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("PATCH", "/api/orders//status", 404)]
    [InlineData("GET", "/api/orders/1/2/3", 404)]
    [InlineData("DELETE", "/api/orders/1", 405)]
    [InlineData("PUT", "/api/orders/1/status", 405)]
    [InlineData("GET", "/api/webhooks/order", 405)]
    public async Task What_is_not_there_is_said_in_problem_json(string method, string path, int status)
    {
        using var response = await app.Send(new(method), path);

        ((int)response.StatusCode).ShouldBe(status);
        response.Header("Content-Type").ShouldBe("application/problem+json");
        var problem = await response.Json();
        ((string)problem["error"]!).ShouldContain(path);
        ((int)problem["status"]!).ShouldBe(status);
        if (status == 405)
            response.Header("Allow").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_request_id_is_given_back()
    {
        using var response = await app.Send(HttpMethod.Get, "/health/live", headers: ("X-Request-Id", "make.run-7_a"));
        response.Header("X-Request-Id").ShouldBe("make.run-7_a");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two words")]
    [InlineData("<script>")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234567890")]
    public async Task Or_made_where_there_is_none_that_is_plain(string? given)
    {
        (string, string)[] headers = given is null ? [] : [("X-Request-Id", given)];
        using var response = await app.Send(HttpMethod.Get, "/nowhere", headers: headers);
        response.Header("X-Request-Id")!.ShouldMatch("^req_[0-9a-f]{32}$");
    }
}
