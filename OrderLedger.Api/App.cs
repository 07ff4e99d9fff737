using Microsoft.AspNetCore.Http.Timeouts;
using OrderLedger.Api.Alerts;
using OrderLedger.Api.Dashboard;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Feed;
using OrderLedger.Api.Health;
using OrderLedger.Api.OpenApi;
using OrderLedger.Api.Pushes.Refused;
using OrderLedger.Api.Vendors;
using OrderLedger.Api.Vendors.WooCommerce.Shops;
using OrderLedger.Api.Webhooks;
using OrderLedger.Api.Ledger.Alerting;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Listing;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Reporting;
using OrderLedger.Api.Ledger.Verifying;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api;

/// <summary>Puts the server together: services, limits and routes.</summary>
internal static class App
{
    private static readonly TimeSpan RequestMax = TimeSpan.FromSeconds(30);

    /// <summary>Adds what every verb needs of the ledger.</summary>
    public static void AddLedger(IServiceCollection services, Settings settings, Database database)
    {
        services.AddSingleton(settings);
        services.AddSingleton(database.Source);
        services.AddSingleton(_ => MartenSetup.StoreOf(database.Source));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => SecretBox.Open(settings.SecretKey, settings.DataDirectory));
        services.AddSingleton<StoreTable>();
        services.AddSingleton<KeyTable>();
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<LedgerTail>();
        services.AddSingleton<OrderList>();
        services.AddSingleton<OrderListing>();
        services.AddSingleton<SavedViews>();
        services.AddSingleton<ChosenOrders>();
        services.AddSingleton<StatusChanges>();
        services.AddSingleton<OrderPages>();
        services.AddSingleton<OrderPast>();
        services.AddSingleton<OrderTimeline>();
        services.AddSingleton<AuditList>();
        services.AddSingleton<NewestLines>();
        services.AddSingleton<KpiReport>();
        services.AddSingleton<KpiReader>();
        services.AddSingleton<SlowMemory>();
        services.AddSingleton<RejectedPushes>();
        services.AddSingleton<RefusedOfOrders>();
        services.AddSingleton<Colleagues>();
        services.AddSingleton(_ => new Verify(database.Source, settings.ProofFolder));
        services.AddSingleton<Exporter>();
        services.AddSingleton<Actions>();
        services.AddSingleton<CheckpointTable>();
        services.AddSingleton<ReceiptReader>();
        services.AddSingleton(_ => new SigningKeys(database.Source, settings.ProofFolder));
        services.AddSingleton(s => new Checkpointer(database.Source, s.GetRequiredService<SigningKeys>(), settings.ProofFolder));
        services.AddSingleton<RebuildTable>();
        services.AddSingleton(_ => new DiskSpace(database.Source,
            database.IsEmbedded ? () => new DriveInfo(settings.DataDirectory).AvailableFreeSpace : null));
        services.AddSingleton<Checkup>();
        services.AddSingleton<Rebuilder>();
        services.AddSingleton<WriterConnection>();
        services.AddSingleton<Duplicates>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<StoreErasure>();
        AddOutward(services);
        ShopSetup.Add(services);
    }

    public static void AddServer(WebApplicationBuilder builder, Settings settings)
    {
        var services = builder.Services;
        services.AddSingleton<ServerPipeline>();
        services.AddSingleton<Replay>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<Drift>();
        // Ended in the opposite order: what the writer answers last is still counted.
        services.AddHostedService(s => s.GetRequiredService<Duplicates>());
        services.AddHostedService(s => s.GetRequiredService<LedgerWriter>());
        services.AddHostedService(s => s.GetRequiredService<Readiness>());
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<IdempotencySweep>(s, settings.IdempotencyRetention));
        services.AddHostedService<RejectedPushSweep>();
        services.AddSingleton<RebuildRunner>();
        services.AddSingleton<RebuildDesk>();
        services.AddHostedService(s => s.GetRequiredService<RebuildRunner>());
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<CheckpointRunner>(s, settings.Checkpoint));
        services.AddHostedService(s => s.GetRequiredService<CheckpointRunner>());
        ShopSetup.AddCatchUp(services, settings.CatchUp);
        WebhookSetup.Add(services, builder.Configuration);
        ShopSetup.AddWriteBack(services);
        FeedSetup.Add(services, builder.Configuration);
        AlertSetup.Add(services, builder.Configuration);
        services.AddSingleton<Reconcile>();
        services.AddHostedService(s => s.GetRequiredService<Reconcile>());
        Pages.Add(services, settings, builder.Configuration, VendorSetup.AddProofs(AccessSetup.Add(services)));
        WolverineSetup.Add(builder);
        TelemetrySetup.Add(builder, settings);
        services.AddExceptionHandler<Failures>();
        services.AddProblemDetails();
        services.AddRequestTimeouts(o => o.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = RequestMax,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = context =>
            {
                // Else the time that is over would end this answer as well. The middleware puts its own token back afterwards.
                context.RequestAborted = CancellationToken.None;
                return Problem.Unavailable(context.Response, "The answer took too long.").ExecuteAsync(context);
            },
        });
        ApiDocument.Add(services);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = JsonBody.BytesMax;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        });
    }

    // Tables of what is told to others.
    private static void AddOutward(IServiceCollection services)
    {
        services.AddSingleton<SubscriptionTable>();
        services.AddSingleton<DeliveryTable>();
        services.AddSingleton<DeliveryReader>();
        services.AddSingleton<OutwardEvents>();
        services.AddSingleton<AlertTable>();
        services.AddSingleton<AlertSettingTable>();
        services.AddSingleton<MailTable>();
    }

    /// <summary>Requests are logged by <see cref="RequestLog"/>; the framework's own lines would show a key given in the query.</summary>
    public static void QuietLogs(ILoggingBuilder logging) => logging
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
        // The answer's line in the log says that the time was over.
        .AddFilter("Microsoft.AspNetCore.Http.Timeouts", LogLevel.Error)
        .AddFilter("Npgsql", LogLevel.Warning)
        .AddFilter("Wolverine", LogLevel.Warning)
        // It warns that there are no message handlers. There are none on purpose.
        .AddFilter("Wolverine.Configuration.HandlerDiscovery", LogLevel.Error)
        .AddFilter("JasperFx", LogLevel.Warning);

    public static void Map(WebApplication app)
    {
        app.Use(next => context => RequestId.Assign(context, next));
        app.UseMiddleware<RequestLog>();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => Unanswered(context.HttpContext).ExecuteAsync(context.HttpContext));
        app.Services.GetRequiredService<ServerPipeline>().BeginsHere(app);
        app.UseRouting();
        var named = new NamedPaths(((IEndpointRouteBuilder)app).DataSources);
        app.Use(next => http => named.Ask(http, next));
        app.UseRequestTimeouts();
        AccessSetup.Use(app);
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/dashboard"), pages => pages.UseMiddleware<Admittance>());

        WolverineSetup.Map(app);
        Pages.Map(app);
        HealthRoutes.Map(app);
        MetricsRoute.Map(app, app.Services.GetRequiredService<Settings>());
        TelemetrySetup.Start(app);
        ApiDocument.Map(app);
    }

    private static IResult Unanswered(HttpContext context)
    {
        if (!PageFailures.IsOfAPage(context.Request))
            return Problem.Of(context.Response.StatusCode, Unmapped(context));
        SecurityHeaders.Set(context.Response);
        return Page.Plain(context.Response.StatusCode, "There is no such page.");
    }

    private static string Unmapped(HttpContext context) => context.Response.StatusCode switch
    {
        404 => $"There is nothing at {context.Request.Path}. See /docs.",
        405 => $"{context.Request.Method} is not for {context.Request.Path}. Allowed: {context.Response.Headers.Allow}. See /docs.",
        var status => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
    };
}
