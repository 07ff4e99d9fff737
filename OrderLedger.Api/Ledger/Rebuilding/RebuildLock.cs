namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Held by the one process that carries out the rebuild. A process that is killed loses it with its connection, and another may go on.
/// </summary>
internal sealed class RebuildLock : IAsyncDisposable
{
    private const long Number = 0x0DE1ED6F;

    private readonly NpgsqlConnection connection;

    private RebuildLock(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Null when another holds it.</summary>
    public static async Task<RebuildLock?> Try(NpgsqlDataSource database, CancellationToken stop)
    {
        var connection = await database.OpenConnectionAsync(stop);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Number})", connection);
            if ((bool)(await command.ExecuteScalarAsync(stop))!)
                return new(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    // The pool would keep the connection, and with it the lock.
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var command = new NpgsqlCommand($"select pg_advisory_unlock({Number})", connection);
            await command.ExecuteScalarAsync();
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // With the connection the lock went.
        }
        await connection.DisposeAsync();
    }
}
