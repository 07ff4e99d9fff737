using System.Diagnostics;
using Npgsql;

namespace OrderLedger.Api.Ledger.Writing;

/// <summary>
/// The writer's own connection and what is known after it broke. A commit whose outcome is unknown is never answered as success
/// and never blindly repeated: the batch's first event is looked up, under the lock, on a new connection.
/// </summary>
public sealed class WriterConnection(NpgsqlDataSource database) : IAsyncDisposable
{
    /// <summary>How long a batch may take before it counts as broken; a lock held by another process is part of it.</summary>
    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(15);

    /// <summary>How long a plan serves before the growth of the tables is looked at again.</summary>
    private static readonly TimeSpan PlanMax = TimeSpan.FromSeconds(5);

    private NpgsqlConnection? connection;
    private WriterMemory memory = new();
    private long plannedAt = Stopwatch.GetTimestamp();

    /// <summary>One transaction; the answers stand in the order of the groups and, in each, of its submissions.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing was written, or it could not be found out whether it was.</exception>
    /// <exception cref="PostgresException">Something in the batch cannot be stored; nothing was written.</exception>
    internal async Task<Answer[][]> Commit(IReadOnlyList<Submission[]> groups)
    {
        using var timeout = new CancellationTokenSource(BatchTime);
        var batch = await Begin(groups, timeout.Token);
        try
        {
            await BatchAppend.Run(connection!, batch, timeout.Token);
            memory.Leaves.Keep(batch);
            return batch.Answers;
        }
        catch (PostgresException refused) when (IsRefusal(refused))
        {
            await DisposeAsync();
            throw;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            await DisposeAsync();
            return await AfterBrokenCommit(batch, broken);
        }
        catch
        {
            // What the driver would not even send leaves the transaction, and with it the lock, behind.
            await DisposeAsync();
            if (batch.Appended.Count > 0 && await Landed(batch))
                return batch.Answers;
            throw;
        }
    }

    private bool IsTimeToReplan()
    {
        if (Stopwatch.GetElapsedTime(plannedAt) < PlanMax)
            return false;
        plannedAt = Stopwatch.GetTimestamp();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not { } closing)
            return;
        // What stands behind the next connection may be another server, or the same one set back.
        (connection, memory) = (null, new());
        await closing.DisposeAsync();
    }

    private async Task<Batch> Begin(IReadOnlyList<Submission[]> groups, CancellationToken stop)
    {
        try
        {
            connection ??= await database.OpenConnectionAsync(stop);
            return new Batch(groups, await BatchLoad.Run(connection, [.. groups.SelectMany(g => g)], memory, IsTimeToReplan(), stop));
        }
        catch (PostgresException refused) when (IsRefusal(refused))
        {
            await DisposeAsync();
            throw;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            await DisposeAsync();
            throw new LedgerUnavailableException("The database does not answer. Nothing was written.", broken);
        }
        catch
        {
            // A decision that threw leaves its transaction open.
            await DisposeAsync();
            throw;
        }
    }

    private async Task<Answer[][]> AfterBrokenCommit(Batch batch, Exception broken)
    {
        if (batch.Appended.Count == 0)
            throw new LedgerUnavailableException("The connection broke at the commit. Nothing was to be written but keys.", broken);
        return await Landed(batch)
            ? batch.Answers
            : throw new LedgerUnavailableException($"The connection broke before the commit. None of {batch.Answers.Length} was written.", broken);
    }

    private async Task<bool> Landed(Batch batch)
    {
        try
        {
            using var timeout = new CancellationTokenSource(BatchTime);
            connection = await database.OpenConnectionAsync(timeout.Token);
            return await BatchLoad.Landed(connection, batch.Appended[0].Recorded, timeout.Token);
        }
        catch (Exception again) when (IsBroken(again))
        {
            await DisposeAsync();
            throw new LedgerUnavailableException("The connection broke at the commit and the database does not answer.", again);
        }
    }

    // What the statements themselves are to blame for: bad data (22), a broken constraint (23), a limit of PostgreSQL (54).
    private static bool IsRefusal(PostgresException e) => e.SqlState.AsSpan(0, 2) is "22" or "23" or "54";

    private static bool IsBroken(Exception e) => Database.IsAway(e) || e is OperationCanceledException;
}

/// <summary>What the writer knows without asking, for as long as its connection lasts.</summary>
internal sealed record WriterMemory(DetailsMemory Details, LatestLeaves Leaves)
{
    public WriterMemory()
        : this(new(), new())
    {
    }
}
