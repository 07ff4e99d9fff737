using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Verifying;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api.Health;

/// <summary>
/// GET /metrics for a monitor, in Prometheus' text format. It is of the whole server, so it takes a key of its own, which is no store's; there
/// is no such route where none is set.
/// </summary>
public static class Metrics
{
    private static readonly TimeSpan DatabaseMax = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder app, Settings settings)
    {
        if (settings.MetricsKey is not { } key)
            return;
        // It hears only what comes after it was made.
        var text = app.ServiceProvider.GetRequiredService<MeterText>();
        app.MapGet("/metrics", (HttpRequest request, LedgerWriter writer, RebuildTable rebuilds, Drift drift, CancellationToken stop) =>
            Get(request, key, () => Told(text, writer, rebuilds, drift, stop))).ExcludeFromDescription();
    }

    private static async Task<IResult> Get(HttpRequest request, string key, Func<Task<string>> told) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {key}"))
            ? Results.Text(await told(), "text/plain; version=0.0.4; charset=utf-8")
            : Problem.Unauthorized(request.HttpContext.Response, "Unauthorized. Send OrderLedger__MetricsKey as a Bearer token.");

    private static async Task<string> Told(MeterText text, LedgerWriter writer, RebuildTable rebuilds, Drift drift, CancellationToken stop)
    {
        var told = new StringBuilder(text.ToString());
        Gauge(told, "orderledger_queue_pushes", "Pushes that wait for a transaction.", writer.QueueLength);
        Gauge(told, "orderledger_drift", "Places where what is shown is not what the events say.", drift.Count);
        if (await Open(rebuilds, stop) is not { } rebuild)
            return told.ToString();
        Gauge(told, "orderledger_rebuild_events", "Events that the rebuild under way has to replay.", rebuild.Events);
        Gauge(told, "orderledger_rebuild_done_events", "Events that it has replayed.", rebuild.Done);
        return told.ToString();
    }

    // When the database is away a monitor must hear of it all the same.
    private static async Task<Rebuild?> Open(RebuildTable rebuilds, CancellationToken stop)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(DatabaseMax);
            return await rebuilds.Open(patience.Token);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    private static void Gauge(StringBuilder told, string name, string help, long value) =>
        told.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
}
