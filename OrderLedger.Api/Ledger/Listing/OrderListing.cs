using System.Runtime.CompilerServices;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Listing;

/// <summary>
/// The list of orders for people: any filter with any sort, forward and back, at a cost that does not grow with the ledger. Where an index
/// cannot find what matches, so many orders are looked through, and the page says how far it looked.
/// </summary>
public sealed class OrderListing(NpgsqlDataSource database)
{
    /// <summary>Most orders of one page.</summary>
    public const int ReadMax = 1_000;

    /// <summary>Where counting what no index counts ends.</summary>
    public const int CountMax = 1_000;

    /// <summary>How many orders the store has of each status and phase, from the KPI cells.</summary>
    public Task<List<StatusCount>> Counts(string store, CancellationToken stop) => database.Query(
        r => new StatusCount(r.GetString(0), Phases.Parse(r.GetString(1))!.Value, r.GetInt64(2)),
        """
        select status, phase, sum(orders)::bigint from ledger.ol_kpi where store = $1 group by status, phase having sum(orders) > 0 order by status, phase
        """, stop, In(store));

    /// <summary>How many orders are over their status' limit.</summary>
    public Task<Found> Overdue(Store store, IReadOnlyList<StatusCount> counts, CancellationToken stop) =>
        CountOverdue(new(new OrderFilter(store) { Overdue = true }, ListSort.Waiting), counts, stop);

    /// <summary>Where orders first came in from, and the payment statuses that the newest have.</summary>
    public async Task<(IReadOnlyList<string> Sources, IReadOnlyList<string> Payments)> Choices(string store, CancellationToken stop) => (
        await database.Query(r => r.GetString(0),
            "select distinct source from ledger.ol_kpi_source where store = $1 and registered > 0 order by source", stop, In(store)),
        await database.Query(r => r.GetString(0),
            """
            select distinct payment_status
              from (select payment_status from ledger.mt_doc_order where tenant_id = $1 order by created_at desc, id desc limit 500) as newest
             where payment_status is not null order by 1
            """, stop, In(store)));

    /// <summary>A page, and how many there are in all.</summary>
    public async Task<ListPage> Page(ListAsk ask, IReadOnlyList<StatusCount> counts, CancellationToken stop)
    {
        var page = await Rows(ask, counts, stop);
        return page.Found is null ? page with { Found = await Count(ask, counts, stop) } : page;
    }

    /// <summary>A page, of at most <see cref="ReadMax"/> orders; counted only where that costs nothing.</summary>
    public async Task<ListPage> Rows(ListAsk ask, IReadOnlyList<StatusCount> counts, CancellationToken stop)
    {
        var sql = new ListSql(ask, counts);
        if (sql.IsNothing)
            return new([]) { Found = new(0) };
        // An index finds rare words at once and common ones slowly; walking, the other way round.
        if (ask.Filter is { Limit: <= OrderFilter.LimitMax } and ({ Search: not null } or { Tag: not null })
            && (await Read(ask, where => sql.Walked(where, ListSql.NearMax), stop)).Rows is var near && near.Count > ask.Filter.Limit)
            return Cut(ask, near, null) with { Found = AtLeast(ask) };
        if (await AreFew(sql, stop))
        {
            var few = await Read(ask, where => sql.OfFew(where, sql.Candidates(where)!), stop);
            // The rows bear the count: a page behind the last of them has none to say it.
            return Cut(ask, few.Rows, null) with { Found = few.Found is { } found ? new(found) : ask.Place is null ? new(0) : null };
        }
        if (sql.IsByStatus)
            return Cut(ask, (await Read(ask, sql.ByStatus, stop)).Rows, null) with
            { Found = sql.Counted is { } counted ? new(counted) : null };

        var rows = (await Read(ask, where => sql.Walked(where, ListSql.LookedMax), stop)).Rows;
        if (sql.Counted is { } all)
            return Cut(ask, rows, null) with { Found = new(all) };
        if (rows.Count > ask.Filter.Limit)
            return Cut(ask, rows, null) with { Found = ask.Filter.Search is null ? null : AtLeast(ask) };
        var horizon = (await Read(ask, sql.Horizon, stop)).Rows.SingleOrDefault();
        return Cut(ask, rows, horizon) with { Found = ask.Place is null ? new(rows.Count, IsLeast: horizon is not null) : null };
    }

    /// <summary>The list from its beginning to its end, a page of <see cref="ReadMax"/> orders at a time.</summary>
    public async IAsyncEnumerable<ListPage> All(ListAsk ask, [EnumeratorCancellation] CancellationToken stop)
    {
        ask = ask with { Before = null, Filter = ask.Filter with { After = null, Limit = ReadMax } };
        var counts = await Counts(ask.Filter.Store.Name, stop);
        while (true)
        {
            var page = await Rows(ask, counts, stop);
            yield return page;
            if (page.Next is not { } next)
                yield break;
            ask = ask with { Filter = ask.Filter with { After = next } };
        }
    }

    private static Found? AtLeast(ListAsk ask) => ask.Place is null ? new(ask.Filter.Limit, IsLeast: true) : null;

    private async Task<bool> AreFew(ListSql sql, CancellationToken stop)
    {
        var where = new OrderWhere();
        return sql.Candidates(where) is { } candidates && (await database.Query(r => r.GetInt64(0),
            $"select count(*) from ({candidates}) as few", stop, where.Parameters))[0] <= sql.Few;
    }

    // Of the first page, and further only where an index counts: what was looked through to get here is not looked through again.
    private async Task<Found?> Count(ListAsk ask, IReadOnlyList<StatusCount> counts, CancellationToken stop)
    {
        if (ask.Filter is { Overdue: true } && (ask.Filter with { Overdue = false }).IsCounted)
            return await CountOverdue(ask, counts, stop);
        if (ask.Place is not null || ask.Filter.Search is not null)
            return null;
        var where = new OrderWhere();
        var (found, looked) =
            (await database.Query(r => (r.GetInt64(0), r.GetInt64(1)), new ListSql(ask, counts).Count(where), stop, where.Parameters))[0];
        return new(Math.Min(found, CountMax), IsLeast: found > CountMax || looked == ListSql.LookedMax);
    }

    private async Task<Found> CountOverdue(ListAsk ask, IReadOnlyList<StatusCount> counts, CancellationToken stop)
    {
        var where = new OrderWhere();
        var late = (await database.Query(r => r.GetInt64(0),
            $"select count(*) from ({new ListSql(ask, counts).Overdue(where, CountMax + 1)}) as late", stop, where.Parameters))[0];
        return late > CountMax ? new(CountMax, IsLeast: true) : new(late);
    }

    private async Task<(List<ListedOrder> Rows, long? Found)> Read(ListAsk ask, Func<OrderWhere, string> chosen, CancellationToken stop)
    {
        var where = new OrderWhere();
        var direction = ask.IsDescending ? "desc" : "asc";
        var rows = await database.Query(r => (Order: ReadLine(r), Found: r.NullableValue<long>(5)),
            $"""
             select p.id, o.data::text, d.customer_name, d.customer_email, p.key, p.found
               from ({chosen(where)}) p join ledger.mt_doc_order o on o.tenant_id = {where.In(ask.Filter.Store.Name)} and o.id = p.id
               left join ledger.mt_doc_order_details d on d.tenant_id = o.tenant_id and d.id = o.id
              order by p.key {direction}, p.id {direction}
             """, stop, where.Parameters);
        return ([.. rows.Select(r => r.Order)], rows.Count == 0 ? null : rows[0].Found);
    }

    private static ListPage Cut(ListAsk ask, List<ListedOrder> rows, ListedOrder? horizon)
    {
        var isMore = rows.Count > ask.Filter.Limit;
        if (isMore)
            rows.RemoveAt(rows.Count - 1);
        var further = isMore ? rows[^1].Place : horizon?.Place;
        if (ask.IsBackward)
            rows.Reverse();
        var back = rows.Count > 0 ? rows[0].Place : ask.Place;
        return ask.IsBackward
            ? new(rows) { Previous = further, Next = rows.Count > 0 ? rows[^1].Place : ask.Place, LookedTo = isMore ? null : horizon?.Key }
            : new(rows) { Next = further, Previous = ask.Place is null ? null : back, LookedTo = isMore ? null : horizon?.Key };
    }

    private static ListedOrder ReadLine(NpgsqlDataReader r) => new(
        OrderList.ReadLine(r),
        r.GetFieldValue<DateTimeOffset>(4));
}
