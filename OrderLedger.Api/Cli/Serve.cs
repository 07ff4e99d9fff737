using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Api.Cli;

/// <summary>The main job: opens the database, makes the first store if there is none, listens until it is told to stop.</summary>
internal static class Serve
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    public static async Task<int> Run(string[] args)
    {
        try
        {
            await Listen(args);
            return 0;
        }
        catch (Exception clear) when (Session.IsClear(clear))
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return clear is UsageException or FormatException ? 2 : 1;
        }
        catch (Exception folder) when (folder is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{folder.Message} Is OrderLedger__DataDirectory the right folder?");
            return 1;
        }
        catch (Npgsql.PostgresException refused)
        {
            await Console.Error.WriteLineAsync(Session.Sentence(refused));
            return 1;
        }
    }

    private static async Task Listen(string[] args)
    {
        ServeOptions.AssertKnown(args);
        // Settings are read once. A watcher of the working directory would wake for each write of the embedded PostgreSQL below it.
        var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
        App.QuietLogs(builder.Logging.AddSimpleConsole(line =>
            (line.SingleLine, line.UseUtcTimestamp, line.TimestampFormat) = (true, true, "yyyy-MM-dd HH:mm:ss.fff'Z' ")));
        // Under systemd only: tells it when the server listens, and gives each line its level for the journal.
        builder.Services.AddSystemd();
        if (builder.Configuration["urls"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultUrl);
        if (!builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            ServeOptions.AssertFree(builder.Configuration["urls"] ?? DefaultUrl);
        var settings = Settings.From(builder.Configuration, builder.Environment.ContentRootPath);
        await using var database = await Session.OpenDatabase(builder.Configuration, settings, CancellationToken.None, stays: true);
        await database.Prepare(CancellationToken.None);
        await ServingRole.Assert(database.Source, CancellationToken.None);
        App.AddLedger(builder.Services, settings, database);
        App.AddServer(builder, settings);

        await using var app = builder.Build();
        App.Map(app);
        var first = await Bootstrap.MakeFirstStore(app.Services, settings, CancellationToken.None);
        await app.Services.GetRequiredService<Keyring>().Read(CancellationToken.None);
        await Bootstrap.AssertSecrets(app.Services, CancellationToken.None);
        try
        {
            await app.StartAsync();
        }
        catch (Exception failed) when (failed is IOException or InvalidOperationException)
        {
            // Somebody else took the port in the last second, or https has no certificate. The key is told all the same: it is nowhere
            // else.
            if (first is not null)
                Console.WriteLine(first.Greeting(DefaultUrl));
            throw new UsageException($"The server cannot listen: {failed.Message}");
        }
        Greet(app, first);
        await app.WaitForShutdownAsync();
    }

    private static void Greet(WebApplication app, FirstStore? first)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses.FirstOrDefault() ?? DefaultUrl;
        Console.WriteLine($"OrderLedger listens on {string.Join(", ", addresses)} - the API is described at {address}/docs");
        Console.WriteLine(first?.Greeting(address)
            ?? $"A key is shown only when it is made. Make a new key with: keys add --store {Bootstrap.StoreName} --name WHO --scope push,read");
    }
}
