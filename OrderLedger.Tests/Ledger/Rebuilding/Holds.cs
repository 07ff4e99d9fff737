using Npgsql;

namespace OrderLedger.Tests.Ledger.Rebuilding;

/// <summary>
/// Holds a rebuild at a step until it is released: the step's own statement waits for a lock that this connection has. Nothing is left to
/// how fast the machine is.
/// </summary>
internal sealed class Holds : IAsyncDisposable
{
    private const long Number = 4711;

    private readonly NpgsqlConnection connection;

    private Holds(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Before the part that begins after this event is done.</summary>
    public static Task<Holds> Part(NpgsqlDataSource database, long after) =>
        Before(database, "ol_rebuild_part", $"new.events is not null and new.after = {after}");

    /// <summary>Before the rebuild is said to be in this state.</summary>
    public static Task<Holds> State(NpgsqlDataSource database, string state) =>
        Before(database, "ol_rebuild", $"new.state = '{state}' and old.state <> new.state");

    /// <summary>No step, but what is locked later.</summary>
    public static async Task<Holds> Nothing(NpgsqlDataSource database)
    {
        var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return new(connection);
    }

    /// <summary>A lock taken now, until this is disposed.</summary>
    public async Task Lock(string sql) => await Execute("begin; " + sql);

    /// <summary>Returns when somebody waits for what this holds.</summary>
    public Task Reached(NpgsqlDataSource database, int waiting = 1) => Condition.Holds(async () => (await database.Query(r => r.GetInt64(0),
        $"select count(*) from pg_stat_activity where datname = current_database() and {connection.ProcessID} = any(pg_blocking_pids(pid))",
        CancellationToken.None))[0] >= waiting, RebuiltLedger.Bound, () => "Nobody came to the held step.");

    /// <summary>Lets the step pass, this time and from now on.</summary>
    public Task Release(NpgsqlDataSource database) => Release(database.ConnectionString);

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    private async Task Release(string connectionString)
    {
        await Support.TestServer.Execute(connectionString,
            "create or replace function ledger.test_hold() returns trigger language plpgsql as $$ begin return new; end $$");
        await Execute("select pg_advisory_unlock_all(); commit");
    }

    private static async Task<Holds> Before(NpgsqlDataSource database, string table, string condition)
    {
        var holds = await Nothing(database);
        await holds.Execute($"""
            create or replace function ledger.test_hold() returns trigger language plpgsql as $$
            begin perform pg_advisory_xact_lock({Number}); return new; end $$;
            create or replace trigger test_hold before update on ledger.{table} for each row when ({condition}) execute function ledger.test_hold();
            select pg_advisory_lock({Number});
            """);
        return holds;
    }

    private async Task Execute(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
