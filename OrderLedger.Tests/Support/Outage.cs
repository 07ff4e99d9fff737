using Npgsql;

namespace OrderLedger.Tests.Support;

/// <summary>Takes a running application's database away from it, and gives it back.</summary>
internal static class Outage
{
    public static Task Shut(this LedgerApp app) => Allow(app, false);

    public static Task Open(this LedgerApp app) => Allow(app, true);

    private static Task Allow(LedgerApp app, bool connections)
    {
        var there = new NpgsqlConnectionStringBuilder(app.Sql.ConnectionString);
        var name = there.Database;
        there.Database = "postgres";
        return TestServer.Execute(there.ConnectionString,
            $"""
             alter database {name} allow_connections {connections};
             select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}';
             """);
    }
}
