namespace OrderLedger.Api.LocalPostgres;

/// <summary>The database <c>orderledger</c> in a server that runs.</summary>
internal static class LedgerDatabase
{
    private static readonly string[] PassingStates =
        [PostgresErrorCodes.InvalidCatalogName, PostgresErrorCodes.CannotConnectNow, PostgresErrorCodes.AdminShutdown];

    public static async Task CreateIfMissing(Postmaster server, EmbeddedPostgresOptions options, CancellationToken stop)
    {
        if (await Answers(server, options, stop))
            return;
        await using var connection = await Open(server.ConnectionString(options, "postgres"), stop);
        await using var create = new NpgsqlCommand("create database orderledger", connection);
        await create.ExecuteNonQueryAsync(stop);
    }

    /// <summary>False when there is no such database, or the server no longer or not yet takes connections.</summary>
    public static async Task<bool> Answers(Postmaster server, EmbeddedPostgresOptions options, CancellationToken stop)
    {
        try
        {
            await using var connection = await Open(server.ConnectionString(options), stop);
            return true;
        }
        catch (NpgsqlException failure) when (failure is not PostgresException || PassingStates.Contains(failure.SqlState))
        {
            return false;
        }
    }

    private static async Task<NpgsqlConnection> Open(string connectionString, CancellationToken stop)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(stop);
        return connection;
    }
}
