namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// Makes checkpoints: takes the lock of checkpoints, so that all servers together make one line of them; grows the tree by what was
/// committed since the last one; and signs it, once the tree is found to begin with every checkpoint that is known. Where it does not,
/// nothing is signed any more: somebody changed the past, or an older backup was restored.
/// </summary>
public sealed class Checkpointer(NpgsqlDataSource database, SigningKeys keys, string directory) : IDisposable
{
    private readonly Anchor anchor = new(directory);

    // Who waits for the lock holds a connection, and whoever has it needs a second: here one waits for all.
    private readonly SemaphoreSlim turn = new(1);
    private bool compared;

    /// <summary>Why the latest attempt signed nothing, or null when it went well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether this server has tried to sign since its start, so that <see cref="Problem"/> says something.</summary>
    public bool HasTried { get; private set; }

    /// <summary>Covers all that is committed when it is called. The latest checkpoint, or null while the ledger is empty.</summary>
    /// <exception cref="ProofException">It cannot be signed; the message says why.</exception>
    public async Task<KeptCheckpoint?> Make(CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            var latest = await Extend(stop);
            (Problem, HasTried) = (null, true);
            return latest;
        }
        catch (ProofException told)
        {
            (Problem, HasTried) = (told.Message, true);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<KeptCheckpoint?> Extend(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        if (await IsCovered(connection, stop))
            return await CheckpointTable.Latest(connection, stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await connection.Run($"select pg_advisory_xact_lock({AdvisoryLocks.Checkpoint})", stop);
        var line = await CheckpointLine.Open(connection, new TreeReader(database), anchor, keys, stop);
        var latest = await line.Extend(stop);
        await transaction.CommitAsync(stop);
        compared = true;
        return latest;
    }

    // The files outside are compared once per server, and again whenever there is something to sign.
    private async Task<bool> IsCovered(NpgsqlConnection connection, CancellationToken stop) =>
        compared && (await connection.Rows(r => r.GetBoolean(0), """
        select coalesce((select max(seq_id) from ledger.ol_leaf), 0) = coalesce((select last_seq from ledger.ol_checkpoint order by size desc limit 1), 0)
        """, stop))[0];

    /// <summary>
    /// Ends the line of checkpoints and sets the files aside, so that a new line can begin: what it covered is no longer compared. Who did
    /// it, and why, is recorded.
    /// </summary>
    /// <returns>Where the files went; null when there were none.</returns>
    public async Task<string?> Restart(Actions actions, (string Reason, Sender By) why, CancellationToken stop)
    {
        var now = default(DateTimeOffset);
        await actions.Record(new(null, ActionTypes.ProofRestarted, new Dictionary<string, string> { ["why"] = why.Reason }), why.By,
            async (connection, stopping) =>
        {
            await connection.Run($"select pg_advisory_xact_lock({AdvisoryLocks.Checkpoint})", stopping);
            await connection.Run("delete from ledger.ol_tree_part", stopping);
            await connection.Run("delete from ledger.ol_checkpoint", stopping);
            // What is left of the tree has its places anew: a restored ledger may lack some.
            await connection.Run("""
                update ledger.ol_leaf l set place = n.place from (select seq_id, row_number() over (order by seq_id) - 1 as place from ledger.ol_leaf) n
                 where n.seq_id = l.seq_id and n.place <> l.place
                """, stopping);
            now = (await connection.Rows(r => r.GetFieldValue<DateTimeOffset>(0), "select clock_timestamp()", stopping))[0];
            return true;
        }, stop);
        // Only now: as long as the files are there, nothing is signed that does not fit them.
        return anchor.SetAside(now);
    }
}
