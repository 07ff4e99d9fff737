using System.Diagnostics;
using JasperFx.Events;
using OrderLedger.Api.Ledger.Tables;

namespace OrderLedger.Api.Ledger.Writing;

/// <summary>
/// The writer's own connection: each batch is one session of Marten's in one transaction. A commit whose outcome is unknown is never
/// answered as success and never blindly repeated: the batch's first event is looked up, under the lock, on a new connection.
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
    private bool warned;

    /// <summary>One transaction; the answers stand in the order of the groups and, in each, of its submissions.</summary>
    /// <param name="groups">What is written together.</param>
    /// <param name="hurry">Ends it before its time: the server stops.</param>
    /// <exception cref="LedgerUnavailableException">Nothing was written, or it could not be found out whether it was.</exception>
    /// <exception cref="PostgresException">Something in the batch cannot be stored; nothing was written.</exception>
    internal async Task<Answer[][]> Commit(IReadOnlyList<Submission[]> groups, CancellationToken hurry)
    {
        using var timeout = Time(hurry);
        var (batch, transaction) = await Begin(groups, timeout.Token);
        try
        {
            await Save(batch, transaction, timeout.Token);
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
            return await AfterBrokenCommit(batch, broken, hurry);
        }
        catch
        {
            // What the driver would not even send leaves the transaction, and with it the lock, behind.
            await DisposeAsync();
            if (batch.Appended.Count > 0 && await Landed(batch, hurry))
                return batch.Answers;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not { } closing)
            return;
        // What stands behind the next connection may be another server, or the same one set back.
        (connection, memory) = (null, new());
        closing.Notice -= Heed;
        await closing.DisposeAsync();
    }

    private bool IsTimeToReplan()
    {
        if (Stopwatch.GetElapsedTime(plannedAt) < PlanMax)
            return false;
        plannedAt = Stopwatch.GetTimestamp();
        return true;
    }

    private async Task<(Batch, NpgsqlTransaction)> Begin(IReadOnlyList<Submission[]> groups, CancellationToken stop)
    {
        var wasKept = connection is not null;
        try
        {
            await Connect(stop);
            // Sent with the first statement.
            var transaction = await connection!.BeginTransactionAsync(stop);
            return (new(groups, await BatchLoad.Run(connection, [.. groups.SelectMany(g => g)], memory, IsTimeToReplan(), stop)),
                transaction);
        }
        catch (PostgresException refused) when (IsRefusal(refused))
        {
            await DisposeAsync();
            throw;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            await DisposeAsync();
            // It may have broken while nobody wrote. Nothing of this batch was sent yet, so a new one is tried.
            return wasKept && !stop.IsCancellationRequested
                ? await Begin(groups, stop)
                : throw new LedgerUnavailableException("The database does not answer. Nothing was written.", broken);
        }
        catch
        {
            // A decision that threw leaves its transaction open.
            await DisposeAsync();
            throw;
        }
    }

    private async Task Save(Batch batch, NpgsqlTransaction transaction, CancellationToken stop)
    {
        await using var ended = transaction;
        await using var session = MartenSetup.StoreOf(database).LightweightSession(SessionOptions.ForTransaction(transaction));
        batch.Queue(session);
        // The last statement of the same round trip. Marten would commit in one of its own.
        session.QueueOperation(new BulkOperation("commit"));
        warned = false;
        try
        {
            await session.SaveChangesAsync(stop);
        }
        catch (EventStreamUnexpectedMaxEventIdException)
        {
            // Somebody appended without the lock. Marten's exception does not hold PostgreSQL's own.
            throw new PostgresException("The next version of a stream is taken.", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation);
        }
        catch (Exception wrapped) when (wrapped.InnerException is NpgsqlException said)
        {
            // What Marten makes of it holds the statement, and a log is no place for that.
            throw said;
        }
        if (warned)
            throw new TimeoutException("The commit was not confirmed: PostgreSQL stopped waiting for its synchronous standby.");
    }

    private async Task Connect(CancellationToken stop)
    {
        if (connection is not null)
            return;
        var opened = await database.OpenConnectionAsync(stop);
        opened.Notice += Heed;
        connection = opened;
    }

    // A commit that stops waiting for its synchronous standby succeeds with a warning. It gives none otherwise.
    private void Heed(object sender, NpgsqlNoticeEventArgs e) => warned |= e.Notice.InvariantSeverity == "WARNING";

    private async Task<Answer[][]> AfterBrokenCommit(Batch batch, Exception broken, CancellationToken hurry)
    {
        if (batch.Appended.Count == 0)
            throw new LedgerUnavailableException("The connection broke at the commit. Nothing was to be written but keys.", broken);
        return await Landed(batch, hurry)
            ? batch.Answers
            : throw new LedgerUnavailableException($"The connection broke before the commit. None of {batch.Answers.Length} was written.",
                broken);
    }

    private async Task<bool> Landed(Batch batch, CancellationToken hurry)
    {
        try
        {
            using var timeout = Time(hurry);
            await Connect(timeout.Token);
            warned = false;
            var landed = await BatchLoad.Landed(connection!, batch.Appended[0].Subject, timeout.Token);
            if (!warned)
                return landed;
            await DisposeAsync();
            throw new LedgerUnavailableException("The synchronous standby does not answer. It is not known whether the push will last.");
        }
        catch (Exception again) when (IsBroken(again))
        {
            await DisposeAsync();
            throw new LedgerUnavailableException("The connection broke at the commit and the database does not answer.", again);
        }
    }

    private static CancellationTokenSource Time(CancellationToken hurry)
    {
        var time = CancellationTokenSource.CreateLinkedTokenSource(hurry);
        time.CancelAfter(BatchTime);
        return time;
    }

    // What the statements themselves are to blame for: bad data (22), a broken constraint (23), a limit of PostgreSQL (54).
    private static bool IsRefusal(PostgresException e) => e.SqlState.AsSpan(0, 2) is "22" or "23" or "54";

    private static bool IsBroken(Exception e) => Database.IsAway(e) || e is OperationCanceledException;
}

/// <summary>Knowledge that the writer keeps for as long as its connection lasts.</summary>
internal sealed record WriterMemory(DetailsMemory Details, LatestLeaves Leaves)
{
    public WriterMemory()
        : this(new(), new())
    {
    }
}
