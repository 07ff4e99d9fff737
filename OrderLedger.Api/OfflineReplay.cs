using OrderLedger.Api.Pushes.Refused;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Api;

/// <summary>The application without a socket, for the verb that replays.</summary>
internal static class OfflineReplay
{
    /// <summary>Carries refused pushes of a store out again through the routes, without listening. Says what came of each.</summary>
    public static async Task Run((Settings Settings, Database Database) ledger, Store store, IReadOnlyList<Guid> pushes, Sender by,
        Action<RejectedPush> tried, CancellationToken stop)
    {
        var builder = WebApplication.CreateBuilder();
        App.QuietLogs(builder.Logging.ClearProviders().AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning));
        App.AddLedger(builder.Services, ledger.Settings, ledger.Database);
        App.AddServer(builder, ledger.Settings);
        await using var app = builder.Build();
        App.Map(app);
        // Starting would do this; what is not started has no pipeline.
        app.UseEndpoints(_ => { });
        ((IApplicationBuilder)app).Build();

        var (kept, replay) = (app.Services.GetRequiredService<RejectedPushes>(), app.Services.GetRequiredService<Replay>());
        var writer = app.Services.GetRequiredService<LedgerWriter>();
        await writer.StartAsync(stop);
        try
        {
            foreach (var id in pushes)
                if (await kept.Find(store.Name, id, stop) is { } push)
                    tried(await replay.Run(push, new(store, "replay", "replay", [Scope.Push]),
                        by with { RequestId = $"replay_{Guid.CreateVersion7():n}" }, stop));
        }
        finally
        {
            await writer.StopAsync(CancellationToken.None);
            await app.Services.GetRequiredService<Duplicates>().Try(CancellationToken.None);
        }
    }
}
