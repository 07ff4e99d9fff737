using System.Diagnostics;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// The end of a rebuild: catches up until little is left, then under the writer's lock applies the rest and puts the new tables in the
/// place of the old ones, in one short transaction. If readers are in the way it gives up at once, lets everybody pass and tries again.
/// </summary>
internal sealed class Swap(NpgsqlDataSource database, RebuildTable table, Rebuild rebuild, IReadOnlyDictionary<string, Store> stores)
{
    /// <summary>Most events applied in one transaction while pushes go on.</summary>
    private const int RoundMax = 2_000;

    /// <summary>So many events may be left for the swap itself, and more with each round that did not get there.</summary>
    private const int RestMax = 20;

    /// <summary>
    /// How long the swap may wait for readers while everybody waits for it, in milliseconds: at first, longer with each try, and at most.
    /// </summary>
    private const int WaitMin = 30;
    private const int WaitLonger = 10;
    private const int WaitMax = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly CatchUp catchUp = new(MartenSetup.StoreOf(database), stores, rebuild.Rebuilt);
    private int rounds;
    private int tries;
    private int waits;

    /// <summary>The longest that pushes had to wait for a try, in milliseconds.</summary>
    public double HeldMs { get; private set; }

    public int Tries => tries;

    /// <summary>The place in the ledger that the new tables began to be live at.</summary>
    public async Task<long> Run(long head, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        while (true)
        {
            head = await Follow(connection, head, stop);
            await table.SetState(rebuild.Id, RebuildState.Swapping, stop);
            if (await Try(connection, head, stop) is { } live)
                return live;
            await Task.Delay(Pause, stop);
        }
    }

    private async Task<long> Follow(NpgsqlConnection connection, long head, CancellationToken stop)
    {
        while (true)
        {
            var newest = await Newest(connection, stop);
            if (newest - head <= RestMax + (2 * rounds++))
                return head;
            var upto = Math.Min(newest, head + RoundMax);
            await using var transaction = await connection.BeginTransactionAsync(stop);
            await connection.Run("set local synchronous_commit = off", stop);
            await catchUp.Apply(transaction, head, upto, stop);
            await connection.Run("update ledger.ol_rebuild set head = $2 where id = $1", stop, In(rebuild.Id), In(upto));
            await transaction.CommitAsync(stop);
            head = upto;
        }
    }

    private async Task<long?> Try(NpgsqlConnection connection, long head, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var held = 0L;
        try
        {
            await connection.Run("select ledger.ol_hold_tables($1)", stop, In(rebuild.Tables.ToArray()));
            if (catchUp.Prepare(connection, head, await Newest(connection, stop)).Count > RoundMax * ++waits)
            {
                // The tables were long in coming, behind a vacuum, say: pushes must not wait for all that came since.
                await transaction.RollbackAsync(stop);
                return null;
            }
            await connection.Run(WriterLock.Take, stop);
            held = Stopwatch.GetTimestamp();
            var newest = await Newest(connection, stop);
            await catchUp.Apply(transaction, head, newest, stop);
            await connection.Run($"set local statement_timeout = {Math.Min(WaitMin + (WaitLonger * tries++), WaitMax)}", stop);
            await connection.Run("select ledger.ol_swap_tables($1)", stop, In(rebuild.Tables.ToArray()));
            await connection.Run("set local statement_timeout = 0", stop);
            await Finish(connection, newest, stop);
            await transaction.CommitAsync(stop);
            return newest;
        }
        catch (PostgresException inTheWay) when (inTheWay.SqlState is "57014" or "55P03" or "40P01")
        {
            await transaction.RollbackAsync(stop);
            catchUp.Forget();
            return null;
        }
        finally
        {
            if (held != 0)
                HeldMs = Math.Max(HeldMs, Stopwatch.GetElapsedTime(held).TotalMilliseconds);
        }
    }

    private async Task Finish(NpgsqlConnection connection, long newest, CancellationToken stop)
    {
        if (rebuild.Store is null)
            await connection.Run("""
                insert into ledger.ol_projection (name, version, rebuilt_at, rebuild) select name, version, now(), $3 from unnest($1, $2) as p (name, version)
                on conflict (name) do update set version = excluded.version, rebuilt_at = excluded.rebuilt_at, rebuild = excluded.rebuild
                """, stop, Column(rebuild.Rebuilt, p => p.Name), Column(rebuild.Rebuilt, p => p.Version), In(rebuild.Id));
        else
            await connection.Run("update ledger.ol_projection set rebuilt_at = now(), rebuild = $2 where name = any($1)", stop,
                In(rebuild.Projections.ToArray()), In(rebuild.Id));
        await connection.Run("""
            with gone as (delete from ledger.ol_rebuild_part where rebuild = $1 returning events)
            update ledger.ol_rebuild set state = 'done', head = $2, ended_at = clock_timestamp(), done = (select coalesce(sum(events), 0)::bigint from gone)
             where id = $1
            """, stop, In(rebuild.Id), In(newest));
    }

    private static async Task<long> Newest(NpgsqlConnection connection, CancellationToken stop) =>
        await connection.Run("select coalesce(max(seq_id), 0) from ledger.mt_events", stop);
}
