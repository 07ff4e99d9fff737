using Npgsql;
using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Tests.Support;

/// <summary>Takes a running application's database away from it, and gives it back.</summary>
internal static class Outage
{
    private static readonly TimeSpan EndedWithin = TimeSpan.FromSeconds(20);

    public static Task Shut(this LedgerApp app) => Allow(app, false);

    public static Task Open(this LedgerApp app) => Allow(app, true);

    private static async Task Allow(LedgerApp app, bool connections)
    {
        var there = new NpgsqlConnectionStringBuilder(app.Sql.ConnectionString);
        var name = there.Database!;
        there.Database = "postgres";
        there.Pooling = false;
        await TestServer.Execute(there.ConnectionString, $"alter database {name} allow_connections {connections}");
        if (connections)
            return;
        await using var server = NpgsqlDataSource.Create(there);
        await Patience.Until(
            async () => await EndAll(server, name) ? "ended" : null, EndedWithin,
            () => new TimeoutException($"Connections to {name} do not end."), CancellationToken.None);
    }

    // A connection that was let in before the database was shut may not be listed yet; while it is being made it holds a lock on its
    // database.
    private static async Task<bool> EndAll(NpgsqlDataSource server, string name)
    {
        await using var command = server.CreateCommand(
            $"""
             select (select count(*) from pg_locks where classid = 'pg_database'::regclass
                        and objid = (select oid from pg_database where datname = '{name}'))
                  + (select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{name}')
             """);
        return (long)(await command.ExecuteScalarAsync())! == 0;
    }
}
