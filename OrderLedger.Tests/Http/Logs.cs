using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace OrderLedger.Tests.Http;

public class Logs(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Secret = "a-secret-that-must-not-be-told";

    [Fact]
    public async Task No_key_query_or_body_ever_stands_in_them()
    {
        var lines = new Lines();
        await using var told = app.With(host =>
            host.ConfigureLogging(l => l.AddProvider(lines).SetMinimumLevel(LogLevel.Trace)));
        told.UseKestrel();
        told.StartServer();
        using var client = told.CreateClient();
        foreach (var (method, path, body) in new[]
        {
            ("PATCH", $"/api/orders/1/status?api_key={LedgerApp.Key}&x={Secret}", $$"""{ "order_status": "{{Secret}}" }"""),
            ("PATCH", $"/api/orders/1/status?api_key={Secret}", "{}"),
            ("POST", $"/api/webhooks/order?api_key={LedgerApp.Key}", $$"""{ "id": 1, "status": "processing", "customer_note": "{{Secret}}" }"""),
            ("POST", $"/api/webhooks/order?api_key={LedgerApp.Key}", $$"""{ "id": "{{Secret}}" }"""),
            ("POST", "/api/webhooks/woocommerce?x=" + Secret, Secret),
            ("GET", $"/api/orders?api_key={LedgerApp.Key}&search={Secret}", null),
            ("GET", $"/api/orders?api_key={LedgerApp.Key}&source=%00{Secret}", null),
            ("GET", $"/api/orders?{Secret}=1&api_key={LedgerApp.Key}", null),
            ("GET", $"/nowhere?api_key={LedgerApp.Key}", null),
        })
        {
            using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : new StringContent(body) };
            request.Headers.Add("x-request-id", "seen");
            if (body is not null)
                request.Content!.Headers.ContentType = new("application/json");
            using var response = await client.SendAsync(request);
        }

        var all = string.Join('\n', lines.Told);
        all.ShouldContain("request seen");
        all.ShouldNotContain(Secret);
        all.ShouldNotContain(LedgerApp.Key);
    }

    [Fact]
    public async Task A_refusal_is_logged_with_its_reason()
    {
        var lines = new Lines();
        await using (var told = app.With(host => host.ConfigureLogging(l => l.AddProvider(lines))))
        {
            told.UseKestrel();
            told.StartServer();
            using var client = told.CreateClient();
            foreach (var path in new[] { "/api/orders", "/api/orders?api_key=unknown" })
                (await client.GetAsync(path)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
            (await client.PostAsync("/api/webhooks/woocommerce", new StringContent("{}"))).StatusCode
                .ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        }

        // A line is written behind its answer; a server that has stopped has written them all.
        lines.Told.ShouldContain(l => l.Contains("GET /api/orders was answered 401 to nobody (no key, or none that can be one)"));
        lines.Told.ShouldContain(l => l.Contains("GET /api/orders was answered 401 to nobody (no such key)"));
        lines.Told.ShouldContain(l => l.Contains("POST /api/webhooks/woocommerce was answered 401 to nobody (no signature)"));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Told { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Told.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
            string> formatter) =>
            Told.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
