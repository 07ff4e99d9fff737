using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace OrderLedger.Tests.Health;

public sealed class Telemetry
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Sends_the_trace_of_a_push_down_to_its_sql_and_the_metrics_to_a_collector_but_no_key_and_no_body()
    {
        await using var collector = await Collector.Start();
        var app = new LedgerApp
        {
            Extra =
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            },
        };
        await app.InitializeAsync();
        try
        {
            await app.Register("1");
            using var pushed = await app.Send(HttpMethod.Patch, $"/api/orders/1/status?api_key={LedgerApp.Key}",
                """{ "order_status": "processing", "note": "Ada Clerk called" }""");
            pushed.EnsureSuccessStatusCode();

            await collector.Got("/v1/traces", "PATCH /api/orders/{orderId}/status", "write batch", "insert into ledger.", "orderledger");
            await collector.Got("/v1/metrics", "orderledger_pushes_total", "orderledger_queue_pushes", "http.server.request.duration",
                "db.client.");
        }
        finally
        {
            await app.DisposeAsync();
        }

        collector.All.ShouldNotContain(LedgerApp.Key);
        collector.All.ShouldNotContain("Ada Clerk");
    }

    /// <summary>Keeps what is sent to it, as a collector of OpenTelemetry would receive it.</summary>
    private sealed class Collector(WebApplication app, ConcurrentQueue<(string Path, string Body)> received) : IAsyncDisposable
    {
        public string Address => app.Urls.Single();

        public string All => string.Concat(received.Select(r => r.Body));

        public static async Task<Collector> Start()
        {
            var received = new ConcurrentQueue<(string Path, string Body)>();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                received.Enqueue((http.Request.Path.Value!, Encoding.UTF8.GetString(body.ToArray())));
                http.Response.ContentType = "application/x-protobuf";
            });
            await app.StartAsync();
            return new(app, received);
        }

        public async Task Got(string path, params string[] words)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (Missing(path, words) is { Length: > 0 } missing)
            {
                patience.IsCancellationRequested.ShouldBeFalse($"{path} was not sent: {string.Join(", ", missing)}");
                await Task.Delay(50, CancellationToken.None);
            }
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private string[] Missing(string path, string[] words)
        {
            var told = string.Concat(received.Where(r => r.Path == path).Select(r => r.Body));
            return [.. words.Where(word => !told.Contains(word, StringComparison.Ordinal))];
        }
    }
}
