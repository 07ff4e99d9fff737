using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>
/// Lists what happened in a store, across its orders and to the ledger itself, newest first. What costs much is bounded by the page and not
/// by the ledger (docs/audit.md).
/// </summary>
public sealed class AuditList(NpgsqlDataSource database)
{
    /// <summary>Places rise with the time of recording, as long as the database's clock is not set back by more than this.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(1);

    private const string Head = "select coalesce(max(seq_id), 0) from ledger.mt_events";

    public async Task<AuditPage> Page(AuditFilter filter, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        // For the walk's settings, which end with it.
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // Both lists end at one place, or what is recorded between their two reads would lie between the lines of a page and be passed
        // over.
        var upto = Math.Min(await connection.Run(Head, stop), filter.Before - 1);
        var events = filter.WithOrders ? await Events(connection, filter, upto, stop) : [];
        List<AuditLine> actions = filter.ShowsActions
            ? [.. await Actions(connection, filter, filter.Store.Name, upto, stop),
                .. await Actions(connection, filter, ActionStreams.AllStores, upto, stop)]
            : [];
        AuditLine[] lines = [.. events.Concat(actions).OrderByDescending(l => l.Seq).Take(filter.Limit)];
        var next = events.Count + actions.Count > filter.Limit ? lines[^1].Seq : (long?)null;

        if (next is null && filter.Before == long.MaxValue)
            return new(lines, null, lines.Length, IsExact: true);
        var (count, isExact) = filter.WithOrders ? await CountOfEvents(connection, filter, stop) : (0, true);
        if (filter.ShowsActions)
            count += await CountOfActions(connection, filter, filter.Store.Name, stop)
                + await CountOfActions(connection, filter, ActionStreams.AllStores, stop);
        return new(lines, next, isExact ? count : Math.Max(count, lines.Length + (next is null ? 0 : 1)), isExact);
    }

    private static async Task<List<AuditLine>> Events(NpgsqlConnection connection, AuditFilter filter, long upto, CancellationToken stop)
    {
        if (filter.OrderId is not null)
            return await EventsOfOrder(connection, filter, upto, stop);
        var after = 0L;
        // Nothing is recorded longer before it occurred than a sender's clock may be ahead.
        var from = filter.OccurredFrom is { } occurred && !(filter.RecordedFrom > occurred - Push.AheadMax)
            ? occurred - Push.AheadMax
            : filter.RecordedFrom;
        if (from is not null)
            after = await FirstSince(connection, from.Value - ClockSlack, stop) - 1;
        if (filter.RecordedTo is { } to)
            upto = Math.Min(upto, await FirstSince(connection, to + ClockSlack, stop) - 1);
        if (after >= upto)
            return [];
        // What was recorded later than it is asked for is among it only where it was late: rare after that moment, common before.
        var knee = filter.OccurredTo is { } end ? Math.Clamp(await FirstSince(connection, end + ClockSlack, stop) - 1, after, upto) : upto;
        var walk = new AuditWalk(connection, filter);
        var late = await walk.Newest((knee, upto), filter.Limit + 1, stop);
        return [.. late, .. await walk.Newest((after, knee), filter.Limit + 1 - late.Count, stop)];
    }

    // By the unique index that guards the streams: an order has few events.
    private static async Task<List<AuditLine>> EventsOfOrder(NpgsqlConnection connection, AuditFilter filter, long upto,
        CancellationToken stop)
    {
        var where = OfOrder(filter);
        return await connection.Rows(AuditRows.Entry,
            $"""
             select {AuditRows.EntryColumns} from ledger.ol_entry
              where {where.Sql} and seq_id <= {where.In(upto)} order by seq_id desc limit {where.In(filter.Limit + 1)}
             """, stop, where.Parameters);
    }

    // Of the store's own, or of those that concern all stores; each stream is an index of its own order.
    private static async Task<List<AuditLine>> Actions(NpgsqlConnection connection, AuditFilter filter, string stream, long upto,
        CancellationToken stop)
    {
        var where = AuditWhere.OfActions(filter, stream);
        return await connection.Rows(AuditRows.Action,
            $"""
             select {AuditRows.ActionColumns} from ledger.ol_action
              where {where.Sql} and seq_id <= {where.In(upto)} order by version desc limit {where.In(filter.Limit + 1)}
             """, stop, where.Parameters);
    }

    private static async Task<(long Count, bool IsExact)> CountOfEvents(NpgsqlConnection connection, AuditFilter filter,
        CancellationToken stop)
    {
        if (filter.OrderId is not null)
        {
            var ofOrder = OfOrder(filter);
            return (await connection.Run($"select count(*) from ledger.ol_entry where {ofOrder.Sql}", stop, ofOrder.Parameters), true);
        }
        // To count a million entries takes as long as to read them; the planner knows how frequent a value is.
        var where = AuditWhere.OfEntries(filter);
        var plan = (await connection.Rows(r => r.GetString(0), $"explain (format json) select from ledger.ol_entry where {where.Sql}", stop,
            where.Parameters))[0];
        using var json = JsonDocument.Parse(plan);
        return ((long)json.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble(), false);
    }

    private static Task<long> CountOfActions(NpgsqlConnection connection, AuditFilter filter, string stream, CancellationToken stop)
    {
        var where = AuditWhere.OfActions(filter, stream);
        return connection.Run($"select count(*) from ledger.ol_action where {where.Sql}", stop, where.Parameters);
    }

    private static AuditWhere OfOrder(AuditFilter filter)
    {
        var where = AuditWhere.OfEntries(filter);
        where.Add(
            $"""
             seq_id = any(array(select seq_id from ledger.mt_events
                                 where tenant_id = {where.In(filter.Store.Name)} and stream_id = {where.In(filter.OrderId)}))
             """);
        return where;
    }

    // Times rise with places, so that a search by halves over the primary key finds where a time begins.
    private static Task<long> FirstSince(NpgsqlConnection connection, DateTimeOffset time, CancellationToken stop) => connection.Run(
        """
        with recursive search as (
            select min(seq_id) as low, max(seq_id) + 1 as high from ledger.ol_entry
            union all
            select case when met.recorded_at < $1 then met.seq_id + 1 else half.low end, case when met.recorded_at < $1 then half.high else half.middle end
              from (select low, high, (low + high) / 2 as middle from search where low < high) half,
                   lateral (select seq_id, recorded_at from ledger.ol_entry where seq_id >= half.middle order by seq_id limit 1) met
        )
        select coalesce(min(high), 0) from search
        """, stop, In(time));
}
