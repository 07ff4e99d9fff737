namespace OrderLedger.Tests.Health;

public class MetricsPages(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string Key = "the-key-of-the-monitor";

    [Fact]
    public async Task Are_not_there_without_a_key_of_their_own()
    {
        using var response = await app.Send(HttpMethod.Get, "/metrics");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Tell_what_the_server_does_to_who_has_the_key()
    {
        await using var watched = await Watched.Start();
        await watched.App.Register("1");
        (await watched.App.Patch("1", """{ "order_status": "processing" }""")).EnsureSuccessStatusCode();
        (await watched.App.Patch("9", """{ "order_status": "processing" }""")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var response = await watched.Ask(Key);
        response.EnsureSuccessStatusCode();
        response.Header("Content-Type").ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await response.Text();
        // Other tests of this process may push at the same time.
        text.ShouldMatch("""orderledger_pushes_total\{outcome="changed",source="vici"\} [1-9]""");
        text.ShouldMatch("""orderledger_pushes_total\{outcome="registered",source="intake"\} [1-9]""");
        text.ShouldMatch("""orderledger_rejected_pushes_total\{\} [1-9]""");
        text.ShouldMatch("""orderledger_http_answers_total\{status="4xx"\} [1-9]""");
        text.ShouldMatch("""orderledger_commit_seconds_bucket\{le="\+Inf"\} [1-9]""");
        text.ShouldContain("# TYPE orderledger_batch_pushes histogram\n");
        text.ShouldContain("\norderledger_queue_pushes{} 0\n");
        text.ShouldContain("\norderledger_drift{} 0\n");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another-key-than-that")]
    [InlineData(LedgerApp.Key)]
    public async Task Are_refused_to_anybody_else(string? key)
    {
        await using var watched = await Watched.Start();
        using var response = await watched.Ask(key);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private sealed class Watched(LedgerApp app) : IAsyncDisposable
    {
        public LedgerApp App => app;

        public static async Task<Watched> Start()
        {
            var app = new LedgerApp { MetricsKey = Key };
            await app.InitializeAsync();
            return new(app);
        }

        public async Task<HttpResponseMessage> Ask(string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            if (key is not null)
                request.Headers.Add("Authorization", $"Bearer {key}");
            return await app.Client.SendAsync(request);
        }

        public async ValueTask DisposeAsync() => await ((IAsyncLifetime)app).DisposeAsync();
    }
}
