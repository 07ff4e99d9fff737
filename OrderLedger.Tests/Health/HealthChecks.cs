namespace OrderLedger.Tests.Health;

public class HealthChecks(SocketApp app) : IClassFixture<SocketApp>
{
    [Fact]
    public async Task They_need_no_key()
    {
        using var live = await app.Send(HttpMethod.Get, "/health/live", key: null);
        using var ready = await app.Send(HttpMethod.Get, "/health/ready", key: null);

        (await live.Text()).ShouldBe("""{"status":"live"}""");
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await ready.Json())["status"]!).ShouldBe("ready");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task They_answer_a_monitor_that_asks_by_HEAD(string path)
    {
        using var response = await app.Send(HttpMethod.Head, path, key: null);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Text()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_its_database_the_server_lives_and_is_not_ready()
    {
        await app.Register("1");
        await app.Shut();
        try
        {
            using var live = await app.Send(HttpMethod.Get, "/health/live", key: null);
            using var ready = await app.Send(HttpMethod.Get, "/health/ready", key: null);
            using var list = await app.Send(HttpMethod.Get, "/api/orders");
            using var push = await app.Patch("1", """{ "order_status": "completed" }""");

            live.StatusCode.ShouldBe(HttpStatusCode.OK);
            foreach (var refused in new[] { ready, list, push })
            {
                refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
                refused.Header("Retry-After").ShouldBe("1");
                ((string)(await refused.Json())["error"]!).ShouldNotBeEmpty();
            }
        }
        finally
        {
            await app.Open();
        }
        using var again = await app.Patch("1", """{ "order_status": "completed" }""");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
