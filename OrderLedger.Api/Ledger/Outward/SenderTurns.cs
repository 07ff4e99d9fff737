using System.Buffers.Binary;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>
/// Says which subscriptions this server sends for: each has one server at a time, so nothing is sent twice at once. The servers on one
/// database share the subscriptions evenly. The turns are advisory locks on one connection; a server that is killed loses them with it.
/// </summary>
internal sealed class SenderTurns(NpgsqlDataSource database) : IAsyncDisposable
{
    // Shared by all servers that send: whoever counts its holders knows how many there are.
    private const int Present = 0;

    private readonly HashSet<Guid> held = [];
    private NpgsqlConnection? connection;

    public IReadOnlySet<Guid> Held => held;

    /// <summary>How many servers send, this one included.</summary>
    /// <exception cref="NpgsqlException">The connection is broken, and with it all turns are lost.</exception>
    public async Task<int> Servers(CancellationToken stop)
    {
        if (connection is null)
        {
            connection = await database.OpenConnectionAsync(stop);
            await connection.Run($"select 1 from pg_advisory_lock_shared({AdvisoryLocks.Sender}, {Present})", stop);
        }
        return (int)await connection.Run(
            $"""
             select count(*) from pg_locks
              where locktype = 'advisory' and classid = {AdvisoryLocks.Sender} and objid = {Present} and objsubid = 2 and granted
                and database = (select oid from pg_database where datname = current_database())
             """, stop);
    }

    /// <summary>False when another server has the turn.</summary>
    public async Task<bool> Take(Guid subscription, CancellationToken stop)
    {
        if (await connection!.Run($"select pg_try_advisory_lock({AdvisoryLocks.Sender}, {KeyOf(subscription)})::int::bigint", stop) == 0)
            return false;
        held.Add(subscription);
        return true;
    }

    public async Task GiveBack(Guid subscription, CancellationToken stop)
    {
        held.Remove(subscription);
        await connection!.Run($"select pg_advisory_unlock({AdvisoryLocks.Sender}, {KeyOf(subscription)})::int::bigint", stop);
    }

    // The pool would keep the connection, and with it the turns.
    public async ValueTask DisposeAsync()
    {
        held.Clear();
        if (connection is not { } ended)
            return;
        connection = null;
        try
        {
            await ended.Run("select 1 from pg_advisory_unlock_all()", CancellationToken.None);
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // With the connection they went.
        }
        await ended.DisposeAsync();
    }

    // Two subscriptions with one number would have their turns together, no more. Never the number of those present.
    private static int KeyOf(Guid subscription) => BinaryPrimitives.ReadInt32BigEndian(subscription.ToByteArray().AsSpan(12)) | 1;
}
