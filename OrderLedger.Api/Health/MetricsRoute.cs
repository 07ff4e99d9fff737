using System.Security.Cryptography;

namespace OrderLedger.Api.Health;

/// <summary>
/// GET /metrics for a monitor, in Prometheus' text format. It tells of the whole server, so it takes a key of its own, which is no store's;
/// there is no such route where none is set.
/// </summary>
internal static class MetricsRoute
{
    private const string Path = "/metrics";

    public static void Map(WebApplication app, Settings settings)
    {
        if (settings.MetricsKey is not { } key)
            return;
        var expected = Encoding.UTF8.GetBytes($"Bearer {key}");
        app.UseWhen(http => http.Request.Path == Path && HttpMethods.IsGet(http.Request.Method), metrics =>
        {
            metrics.Use(next => http =>
                CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()), expected)
                ? next(http)
                : Problem.Unauthorized(http.Response, "Unauthorized. Send OrderLedger__MetricsKey as a Bearer token.").ExecuteAsync(http));
            metrics.UseOpenTelemetryPrometheusScrapingEndpoint(Path);
        });
    }
}
