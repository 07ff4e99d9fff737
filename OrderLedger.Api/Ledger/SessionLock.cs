namespace OrderLedger.Api.Ledger;

/// <summary>
/// An advisory lock on a connection of its own: at most one process holds it. A process that is killed loses it with its connection, and
/// another one may go on.
/// </summary>
internal sealed class SessionLock : IAsyncDisposable
{
    // A server that stops does not wait for a database that stands still: with its connection the lock goes, too.
    private const int UnlockSeconds = 2;

    private readonly NpgsqlConnection connection;
    private readonly long number;

    private SessionLock(NpgsqlConnection connection, long number) => (this.connection, this.number) = (connection, number);

    /// <summary>Null when another holds it.</summary>
    public static async Task<SessionLock?> Try(NpgsqlDataSource database, long number, CancellationToken stop)
    {
        var connection = await database.OpenConnectionAsync(stop);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({number})", connection);
            if ((bool)(await command.ExecuteScalarAsync(stop))!)
                return new(connection, number);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Asks the database something on the lock's connection.</summary>
    /// <exception cref="NpgsqlException">The connection is broken, and with it the lock is lost.</exception>
    public Task Assert(CancellationToken stop) => connection.Run("select 1", stop);

    // The pool would keep the connection, and with it the lock.
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var command = new NpgsqlCommand($"select pg_advisory_unlock({number})", connection) { CommandTimeout = UnlockSeconds };
            await command.ExecuteScalarAsync();
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // With the connection the lock went.
        }
        await connection.DisposeAsync();
    }
}
