using OrderLedger.Api.Ledger.Shops;
using OrderLedger.Api.LocalPostgres;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Rebuilding;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Cli;

/// <summary>
/// The things a verb works with: settings, the database, the ledger's services. Ends the embedded server if it started it.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly Database database;
    private readonly ServiceProvider services;

    private Session(Database database, ServiceProvider services) => (this.database, this.services) = (database, services);

    public Database Database => database;

    public IServiceProvider Services => services;

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>The store of that name, which may be used: it was not removed.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public async Task<StoredStore> StoreNamed(string name, CancellationToken stop) => await AnyStoreNamed(name, stop) switch
    {
        { RemovedAt: { } at } => throw new UsageException(string.Create(CultureInfo.InvariantCulture,
            $"Store '{name}' was removed on {at:yyyy-MM-dd}. Make another store: stores add NAME --dialect DIALECT")),
        var store => store,
    };

    /// <summary>The store of that name, a removed one too.</summary>
    /// <exception cref="UsageException">There never was one.</exception>
    public async Task<StoredStore> AnyStoreNamed(string name, CancellationToken stop)
    {
        var stores = await Get<StoreTable>().All(stop);
        return stores.Find(s => s.Store.Name == name) ?? throw new UsageException(stores.Count == 0
            ? $"There is no store '{name}', and no other yet. Start the server once, or: stores add {name} --dialect vici"
            : $"There is no store '{name}'. Known: {string.Join(", ", stores.Select(s => s.Store.Name))}.");
    }

    /// <summary>Runs something with the ledger's writer, which is ended afterwards.</summary>
    /// <exception cref="UsageException">The ledger cannot write now; what was done until then stays done.</exception>
    public async Task<T> Writing<T>(Func<Task<T>> work, CancellationToken stop)
    {
        var writer = Get<LedgerWriter>();
        await writer.StartAsync(stop);
        try
        {
            return await work();
        }
        catch (LedgerUnavailableException away)
        {
            throw new UsageException($"{away.Message} Run it again.");
        }
        finally
        {
            await writer.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Runs a verb on an open session and turns what the operator can mend into one line and an exit code.</summary>
    public static async Task<int> Run(Func<Session, Task<int>> verb, CancellationToken stop, bool prepared = true, bool makes = false)
    {
        try
        {
            await using var session = await Open(stop, prepared, makes);
            return await verb(session);
        }
        catch (Exception clear) when (IsClear(clear))
        {
            await Console.Error.WriteLineAsync(clear.Message);
            return clear is UsageException ? 2 : 1;
        }
        catch (Exception folder) when (folder is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(folder.Message);
            return 1;
        }
        catch (Npgsql.NpgsqlException refused)
        {
            await Console.Error.WriteLineAsync(Sentence(refused));
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 1;
        }
    }

    /// <param name="prepared">Whether the schema must be there (and an embedded database is migrated); false only for
    /// <c>migrate</c>.</param>
    /// <param name="makes">Whether the verb makes a ledger where there is none.</param>
    /// <param name="stop">Ends the waiting for a server.</param>
    public static async Task<Session> Open(CancellationToken stop, bool prepared = true, bool makes = false)
    {
        var configuration = Configuration();
        var settings = Settings.From(configuration, Directory.GetCurrentDirectory());
        if (!makes && string.IsNullOrWhiteSpace(configuration.GetConnectionString("Ledger"))
            && !EmbeddedPostgres.IsThere(settings.DataDirectory))
            throw new UsageException($"There is no ledger in {settings.DataDirectory}. Start the server there once, "
                + "or set OrderLedger__DataDirectory to the folder of another ledger.");
        var database = await OpenDatabase(configuration, settings, stop);
        try
        {
            if (prepared)
                await database.Prepare(stop);
            else
                await database.AssertServer(stop);
            var collection = new ServiceCollection();
            collection.AddLogging(logging => logging.AddSimpleConsole(o => o.SingleLine = true).AddConsole(o =>
                o.LogToStandardErrorThreshold = LogLevel.Trace)
                .SetMinimumLevel(LogLevel.Warning));
            App.AddLedger(collection, settings, database);
            WebhookSetup.AddPost(collection, configuration);
            return new(database, collection.BuildServiceProvider());
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the settings: appsettings.json of the working directory, and the environment.</summary>
    public static IConfigurationRoot Configuration() => new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();

    /// <summary>A refusal of the database, and what to do where that is known.</summary>
    public static string Sentence(Npgsql.NpgsqlException refused) =>
        refused is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.InsufficientPrivilege } denied
            ? $"The role lacks a right: {denied.MessageText}. Give the grants of docs/operating.md."
            : $"The database refused: {(refused as Npgsql.PostgresException)?.MessageText ?? refused.Message}";

    public static Task<Database> OpenDatabase(IConfiguration configuration, Settings settings, CancellationToken stop,
        bool stays = false) =>
        Database.Open(configuration.GetConnectionString("Ledger"), new EmbeddedPostgresOptions
        {
            DataDirectory = settings.DataDirectory,
            Binaries = settings.PostgresBinaries,
            Say = Console.Error.WriteLine,
            SayAsGuest = stays ? Console.Error.WriteLine : _ => { },
        }, stop);

    /// <summary>Whether the message alone tells the operator what to do; anything else is a fault of ours and shows where.</summary>
    public static bool IsClear(Exception e) =>
        e is RebuildException or ProofException or SchemaException or PostgresNotFoundException or PostgresNotStartedException
            or FormatException or UsageException or ShopException;

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }
}

/// <summary>The verb was called in a way it cannot be carried out. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
