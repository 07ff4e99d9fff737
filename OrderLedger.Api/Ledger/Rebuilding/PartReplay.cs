using Marten;
using OrderLedger.Api.Ledger.Tables;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Replays parts of the ledger, one after the other, each in one transaction: the streams that begin in the part are read, folded and
/// copied, and the part is marked as done. Several of these work side by side.
/// </summary>
internal sealed class PartReplay(NpgsqlDataSource database, Rebuild rebuild, IReadOnlyDictionary<string, Store> stores)
{
    /// <summary>Rows are sent when they have this many bytes, 4 MiB: a stream may be of any length.</summary>
    private const int SendAfter = 4 << 20;

    // A part may be taken only once per process, and every part is taken by one that holds the rebuild's lock.
    public async Task Run(Func<Task<(long After, long Upto)?>> next, CancellationToken stop)
    {
        await using var reading = await database.OpenConnectionAsync(stop);
        await using var writing = await database.OpenConnectionAsync(stop);
        await using var settings = await reading.BeginTransactionAsync(stop);
        await reading.Run(EventReader.OneByOne, stop);
        var rows = ProjectionRows.New(rebuild.Rebuilt);
        while (await next() is var (after, upto))
        {
            rows.Clear();
            await using var transaction = await writing.BeginTransactionAsync(stop);
            // A part that a crash of PostgreSQL undoes is done again.
            await writing.Run("set local synchronous_commit = off", stop);
            var events = upto < 0 ? await CopyOtherStores(writing, stop) : Replay((reading, writing), rows, after, upto, stop);
            await Finish(transaction, rows, after, events, stop);
            await transaction.CommitAsync(stop);
        }
    }

    private long Replay((NpgsqlConnection Reading, NpgsqlConnection Writing) at, ProjectionRows rows, long after, long upto,
        CancellationToken stop)
    {
        var replay = new StreamReplay(stores, rows, fault => throw new RebuildException(fault.Why ?? fault.ToString()));
        using (var reader = EventReader.OfStreamsBegun(at.Reading, rebuild, after, upto))
            while (replay.Next(reader))
            {
                stop.ThrowIfCancellationRequested();
                if (rows.Bytes > SendAfter)
                    rows.Send(at.Writing);
            }
        replay.End();
        rows.Send(at.Writing);
        return replay.Events;
    }

    // Of one store's rebuild: the others' rows go over as they are. Their KPIs went when the head was taken.
    private async Task<long> CopyOtherStores(NpgsqlConnection writing, CancellationToken stop)
    {
        if (rebuild.Rebuilt.Contains(Projection.Orders))
        {
            await writing.Run("insert into ledger.mt_doc_order__new select * from ledger.mt_doc_order where tenant_id <> $1", stop,
                In(rebuild.Store));
            await writing.Run("insert into ledger.mt_doc_order_details__new select * from ledger.mt_doc_order_details where tenant_id <> $1", stop, In(rebuild.Store));
        }
        if (rebuild.Rebuilt.Contains(Projection.Visits))
            await writing.Run("insert into ledger.ol_entry__new select * from ledger.ol_entry where store <> $1 and seq_id <= $2 order by seq_id", stop,
                In(rebuild.Store), In(rebuild.Head));
        return 0;
    }

    // In the order of their keys, so that two parts never wait for each other in a circle.
    private async Task Finish(NpgsqlTransaction writing, ProjectionRows rows, long after, long events, CancellationToken stop)
    {
        await writing.Connection!.Run("update ledger.ol_rebuild_part set events = $3 where rebuild = $1 and after = $2", stop,
            In(rebuild.Id), In(after), In(events));
        await using var session = MartenSetup.StoreOf(database).LightweightSession(SessionOptions.ForTransaction(writing));
        if (rows.HasKpis && rows.Kpis.Count > 0)
            session.QueueOperation(SumTables.Kpis.Upsert([.. rows.Kpis.OrderBy(k =>
                (k.Key.Store, k.Key.Day, k.Key.Currency, k.Key.Status, k.Key.Phase))], TableSet.New));
        if (rows.HasKpis && rows.Sources.Count > 0)
            session.QueueOperation(SumTables.Sources.Upsert([.. rows.Sources.OrderBy(s => (s.Key.Store, s.Key.Day, s.Key.Source))],
                TableSet.New));
        await session.SaveChangesAsync(stop);
    }
}
