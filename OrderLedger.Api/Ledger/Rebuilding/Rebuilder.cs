using System.Collections.Concurrent;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Carries out a rebuild: new tables beside the live ones, all streams replayed into them part by part, indexes, what was pushed meanwhile,
/// and the swap. Each step is kept in the database, so that after a crash it goes on where it was. Readers see the old tables until the
/// swap and the new ones after it.
/// </summary>
public sealed class Rebuilder(NpgsqlDataSource database, RebuildTable table, StoreTable stores, DiskSpace disk, ILogger<Rebuilder> log)
{
    /// <summary>Most parts that are replayed at the same time.</summary>
    private const int WorkersMax = 4;

    private static readonly TimeSpan CancelLook = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// Carries out the open rebuild, unless another process is at it; the rebuild as it ended, or null when there was nothing to do here.
    /// </summary>
    /// <exception cref="NpgsqlException">The database is away. The rebuild goes on when this is called again.</exception>
    /// <exception cref="OperationCanceledException">Stopped. The rebuild goes on when this is called again.</exception>
    public async Task<Rebuild?> Run(CancellationToken stop)
    {
        await using var held = await SessionLock.Try(database, AdvisoryLocks.Rebuild, stop);
        if (held is null || await table.Open(stop) is not { } rebuild)
            return null;
        if (rebuild.IsToBeCancelled)
        {
            await table.End(rebuild, RebuildState.Cancelled, null, stop);
            return await table.Find(rebuild.Id, stop);
        }
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var traffic = new Traffic(database);
        var watching = Task.WhenAll(CancelWhenAsked(rebuild.Id, ended), traffic.Watch(ended.Token));
        try
        {
            await Carry(rebuild, traffic, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            await table.End(rebuild, RebuildState.Cancelled, null, stop);
        }
        catch (Exception failure) when (IsFinal(failure))
        {
            log.RebuildFailed(failure, string.Join(", ", rebuild.Projections));
            await table.End(rebuild, RebuildState.Failed, Said(failure), stop);
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
        }
        return await table.Find(rebuild.Id, stop);
    }

    private async Task Carry(Rebuild rebuild, Traffic traffic, CancellationToken stop)
    {
        var known = (await stores.All(stop)).ToDictionary(s => s.Store.Name, s => s.Store);
        var start = new RebuildStart(database);
        if (rebuild.State == RebuildState.Waiting)
        {
            await disk.Assert(rebuild, stop);
            rebuild = await start.Begin(rebuild, stop);
        }
        if (rebuild.Events == 0)
            rebuild = await start.Count(rebuild, stop);
        if (rebuild.State == RebuildState.Copying)
            await Copy(rebuild, known, traffic, stop);
        if (rebuild.State is RebuildState.Copying or RebuildState.Indexing)
            await Index(rebuild, traffic, stop);
        var swap = new Swap(database, table, rebuild, known);
        var head = await swap.Run(rebuild.Head, stop);
        log.Rebuilt(string.Join(", ", rebuild.Projections), rebuild.Store ?? "all", head, swap.Tries, Math.Round(swap.HeldMs, 1));
    }

    private async Task Copy(Rebuild rebuild, IReadOnlyDictionary<string, Store> known, Traffic traffic, CancellationToken stop)
    {
        var parts = new ConcurrentQueue<(long, long)>(await database.Query(r => (r.GetInt64(0), r.GetInt64(1)),
            "select after, upto from ledger.ol_rebuild_part where rebuild = $1 and events is null order by after", stop, In(rebuild.Id)));
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, WorkersMax)).Select(worker => Task.Run(async () =>
        {
            try
            {
                await new PartReplay(database, rebuild, known).Run(async () =>
                {
                    if (worker > 0)
                        await traffic.Pass(() => !parts.IsEmpty, failed.Token);
                    return parts.TryDequeue(out var part) ? part : null;
                }, failed.Token);
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
        }, CancellationToken.None)));
    }

    private async Task Index(Rebuild rebuild, Traffic traffic, CancellationToken stop)
    {
        await table.SetState(rebuild.Id, RebuildState.Indexing, stop);
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = traffic.IsBusy ? 1 : 2, CancellationToken = stop };
        await Parallel.ForEachAsync(rebuild.Tables, atOnce, async (name, ended) =>
        {
            await using var connection = await database.OpenConnectionAsync(ended);
            await using var transaction = await connection.BeginTransactionAsync(ended);
            await connection.Run("set local maintenance_work_mem = '64MB'", ended);
            if (traffic.IsBusy)
                await connection.Run("set local max_parallel_maintenance_workers = 0", ended);
            await connection.Run("select ledger.ol_index_table($1)", ended, In(name));
            await transaction.CommitAsync(ended);
        });
        await table.SetState(rebuild.Id, RebuildState.CatchingUp, stop);
    }

    private async Task CancelWhenAsked(Guid id, CancellationTokenSource ended)
    {
        using var timer = new PeriodicTimer(CancelLook);
        try
        {
            while (await timer.WaitForNextTickAsync(ended.Token))
                if (await IsToBeCancelled(id, ended.Token))
                    await ended.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The rebuild has ended.
        }
    }

    private async Task<bool> IsToBeCancelled(Guid id, CancellationToken stop)
    {
        try
        {
            return await table.Find(id, stop) is { IsToBeCancelled: true };
        }
        catch (Exception away) when (Database.IsAway(away))
        {
            // The rebuild's own statements will say so; it is looked at again.
            return false;
        }
    }

    // What trying again does not mend: the events contradict themselves, the disk is full, a right is missing, or the fault is ours. A
    // connection that breaks says so in several ways.
    private static bool IsFinal(Exception e) => e switch
    {
        PostgresException { SqlState: "53300" } => false,
        PostgresException { SqlState: var state } => state.AsSpan(0, 2) is "22" or "23" or "42" or "53" or "54",
        _ => e is not (NpgsqlException or IOException or System.Net.Sockets.SocketException or TimeoutException or InvalidOperationException
            or OperationCanceledException),
    };

    private static string Said(Exception e) => e is PostgresException { SqlState: "42501" } denied
        ? $"The database role lacks a right: {denied.MessageText}. docs/operating.md lists the grants."
        : e.Message;
}
