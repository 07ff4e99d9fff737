using Npgsql;
using OrderLedger.Api.LocalPostgres;
using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Tests.Support;

/// <summary>
/// One PostgreSQL for this test process, in memory where the system has such a place, and in it a migrated template that each
/// database is copied from. The server's guard removes it when the process ends, however it ends.
/// </summary>
internal static class TestServer
{
    private const string Template = "ledger_template";

    private static readonly string Root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private static readonly Lazy<Task<EmbeddedPostgres>> Server = new(Start);

    private static int made;

    /// <summary>The connection string of a new, migrated database.</summary>
    public static async Task<string> NewDatabase()
    {
        var server = await Server.Value;
        var name = $"ledger_test_{Interlocked.Increment(ref made)}";
        await Execute(server.ConnectionString, $"create database {name} template {Template} strategy file_copy");
        return Named(server.ConnectionString, name);
    }

    public static async Task Drop(string connectionString) => await Execute(
        (await Server.Value).ConnectionString,
            $"drop database {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");

    public static async Task Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<EmbeddedPostgres> Start()
    {
        var server = await EmbeddedPostgres.Start(new()
        {
            DataDirectory = Path.Combine(Root, $"orderledger-tests-{Environment.ProcessId}"),
            // To try another PostgreSQL: its folder with initdb, pg_ctl and postgres.
            Binaries = Environment.GetEnvironmentVariable("ORDERLEDGER_TEST_POSTGRES"),
            Durable = false,
        }, CancellationToken.None);
        await Execute(server.ConnectionString, $"create database {Template}");
        await using (var template = Database.Connect(Named(server.ConnectionString, Template) + ";Pooling=false"))
            await LedgerSchema.Migrate(template, CancellationToken.None);
        return server;
    }

    private static string Named(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;
}
