using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OrderLedger.Api.Health;

namespace OrderLedger.Api;

/// <summary>
/// Metrics and traces by OpenTelemetry. Metrics are read at /metrics, where a key for it is set. Where the standard setting
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector, metrics and traces are sent there. Without both, nothing is measured.
/// </summary>
internal static class TelemetrySetup
{
    private const string Service = "orderledger";

    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        var (sent, read) = (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 }, settings.MetricsKey is not null);
        if (!sent && !read)
            return;
        builder.Services.AddSingleton<LedgerGauges>();
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? Service,
                serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version!.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(LedgerMeter.Name, "Npgsql", "System.Runtime").AddAspNetCoreInstrumentation();
                if (read)
                    metrics.AddPrometheusExporter(prometheus =>
                        (prometheus.ScrapeResponseCacheDurationMilliseconds, prometheus.ScopeInfoEnabled) = (0, false));
                if (sent)
                    metrics.AddOtlpExporter();
            });
        if (sent)
            telemetry.WithTracing(traces =>
                traces.AddSource(LedgerTrace.Name, "Marten", "Wolverine").AddAspNetCoreInstrumentation().AddNpgsql().AddOtlpExporter());
    }

    /// <summary>Begins to measure. Nothing is lost before it: the server does not listen yet.</summary>
    public static void Start(WebApplication app) => app.Services.GetService<LedgerGauges>();
}
