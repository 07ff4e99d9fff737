using Npgsql;

namespace OrderLedger.Tests.Support;

/// <summary>Keeps every process from carrying out rebuilds, as another process that is at one does.</summary>
internal static class HeldRebuilds
{
    public static Task<NpgsqlConnection> HoldRebuilds(this LedgerApp app) => Hold(app.Sql);

    public static async Task<NpgsqlConnection> Hold(NpgsqlDataSource database)
    {
        var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select pg_advisory_lock({AdvisoryLocks.Rebuild})", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
