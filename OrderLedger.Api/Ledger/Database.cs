using System.Net.Sockets;
using OrderLedger.Api.LocalPostgres;
using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Api.Ledger;

/// <summary>The PostgreSQL the ledger is kept in: the one a connection string names, or else an embedded one.</summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>Oldest server taken.</summary>
    private const int MajorMin = 14;

    /// <summary>
    /// Connections for reads; the writer has one of them. Well below PostgreSQL's usual 100, so that others find room too.
    /// </summary>
    private const int PoolMax = 40;

    /// <summary>How long a server that does not answer yet is waited for at the start.</summary>
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(30);

    /// <summary>How often somebody who waits for it hears so.</summary>
    private static readonly TimeSpan SayPause = TimeSpan.FromSeconds(8);

    private readonly EmbeddedPostgres? embedded;
    private readonly Action<string> say;

    private Database(NpgsqlDataSource source, EmbeddedPostgres? embedded, Action<string> say) =>
        (Source, this.embedded, this.say) = (source, embedded, say);

    public NpgsqlDataSource Source { get; }

    public bool IsEmbedded => embedded is not null;

    public static async Task<Database> Open(string? connectionString, EmbeddedPostgresOptions options, CancellationToken stop)
    {
        if (!string.IsNullOrWhiteSpace(connectionString))
            return new(Connect(connectionString), null, options.Say);
        var embedded = await EmbeddedPostgres.Start(options, stop);
        return new(Connect(embedded.ConnectionString), embedded, options.Say);
    }

    /// <summary>Prepared statements are kept per connection, and nothing is ever set on one that would need a reset.</summary>
    public static NpgsqlDataSource Connect(string connectionString, int poolMax = PoolMax)
    {
        var given = new NpgsqlConnectionStringBuilder(Understood(connectionString))
        {
            ApplicationName = "OrderLedger",
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Timeout = 5,
            CommandTimeout = 15,
        };
        // A server that vanished is missed within a minute, where the operating system would take hours. A socket in a folder knows no such
        // thing.
        if (given is { TcpKeepAlive: false, Host: not ['/', ..] })
            (given.TcpKeepAlive, given.TcpKeepAliveTime, given.TcpKeepAliveInterval) = (true, 15, 5);
        given.MaxPoolSize = Math.Min(given.MaxPoolSize, poolMax);
        return NpgsqlDataSource.Create(given);
    }

    // Npgsql's own sentence may repeat the string, and with it the password.
    private static string Understood(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).ConnectionString;
        }
        catch (ArgumentException)
        {
            throw new FormatException("ConnectionStrings__Ledger is not understood. It is written so: Host=db.example;Database=orderledger;Username=ledger_app;Password=...");
        }
    }

    /// <summary>
    /// Whether this says that the database cannot be spoken with, or refused for itself. A connection that breaks says so in several ways,
    /// one of them that an object inside the driver is disposed.
    /// </summary>
    public static bool IsAway(Exception e) =>
        e is NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException;

    /// <summary>Migrates an embedded database; of any other, asserts that it was.</summary>
    /// <exception cref="SchemaException">The server is too old or away, or <c>migrate</c> has to be run; the message says
    /// which.</exception>
    public async Task Prepare(CancellationToken stop)
    {
        await AssertServer(stop);
        if (IsEmbedded)
        {
            await LedgerSchema.Migrate(Source, stop);
            return;
        }
        var version = await LedgerSchema.Version(Source, stop);
        if (version < LedgerSchema.Wanted)
            throw new SchemaException(
                $"The database is at schema version {version}, this build needs {LedgerSchema.Wanted}. Run: dotnet run --project OrderLedger.Api -- migrate");
        if (version > LedgerSchema.Wanted)
            throw new SchemaException(
                $"The database is at schema version {version}, this build knows {LedgerSchema.Wanted}. Run a build as new as the database.");
        await LedgerSchema.AssertMarten(Source, stop);
    }

    /// <exception cref="SchemaException">The server does not answer within half a minute, or is older than 14.</exception>
    public async Task AssertServer(CancellationToken stop)
    {
        var until = Environment.TickCount64 + (long)ConnectMax.TotalMilliseconds;
        var sayAt = Environment.TickCount64 + 1_000;
        while (true)
        {
            try
            {
                await using var connection = await Source.OpenConnectionAsync(stop);
                if (connection.PostgreSqlVersion.Major < MajorMin)
                    throw new SchemaException($"The server is PostgreSQL {connection.PostgreSqlVersion}; {MajorMin} or newer is needed.");
                return;
            }
            catch (PostgresException refused) when (refused.SqlState is not ("57P03" or "53300"))
            {
                throw new SchemaException($"PostgreSQL does not let us in: {refused.MessageText}");
            }
            catch (NpgsqlException away)
            {
                if (Environment.TickCount64 > until)
                    throw new SchemaException($"PostgreSQL does not answer (ConnectionStrings__Ledger): {away.Message}");
                if (Environment.TickCount64 > sayAt)
                {
                    say($"PostgreSQL does not answer yet ({away.Message}). Waiting for it, up to {ConnectMax.TotalSeconds:0} seconds.");
                    sayAt = Environment.TickCount64 + (long)SayPause.TotalMilliseconds;
                }
                await Task.Delay(TimeSpan.FromMilliseconds(300), stop);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (embedded is not null)
            await embedded.DisposeAsync();
    }
}

/// <summary>The database is not as this build needs it. The message is for the person who started it.</summary>
public sealed class SchemaException(string message) : Exception(message);
