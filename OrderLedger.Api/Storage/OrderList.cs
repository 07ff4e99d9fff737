using System.Text.Json;
using Npgsql;
using static OrderLedger.Api.Storage.Sql;

namespace OrderLedger.Api.Storage;

/// <summary>Lists of orders: filtered, searched, a page at a time by keyset, with counts per status.</summary>
public sealed class OrderList(NpgsqlDataSource database)
{
    public async Task<OrderPage> Page(OrderFilter filter, CancellationToken stop)
    {
        var where = new Where(filter, withStatus: true);
        if (filter.After is { } after)
            where.Add($"(o.created_at, o.id) < ({where.In(after.CreatedAt)}, {where.In(after.OrderId)})");
        var rows = await database.Query(ReadLine,
            $"""
             select o.id, o.data::text, d.customer_name, d.customer_email
               from ledger.mt_doc_order o left join ledger.mt_doc_order_details d using (tenant_id, id)
              where {where.Sql} order by o.created_at desc, o.id desc limit {filter.Limit + 1}
             """, stop, where.Parameters);

        if (rows.Count <= filter.Limit)
            return new(rows, null);
        var last = rows[filter.Limit - 1];
        return new(rows[..filter.Limit], new(last.Order.CreatedAt, last.OrderId));
    }

    /// <summary>How many orders each status has under the filter, its own choice of statuses aside.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Counts(OrderFilter filter, CancellationToken stop)
    {
        var where = new Where(filter, withStatus: false);
        var rows = filter.IsCounted
            ? await database.Query(ReadCount,
                """
                select status, sum(orders)::bigint from ledger.ol_kpi
                 where store = $1 and (cardinality($2) = 0 or phase = any($2)) group by status having sum(orders) <> 0 order by status
                """, stop, In(filter.Store.Name), In(filter.Phases.Select(p => p.Word()).ToArray()))
            : await database.Query(ReadCount,
                $"select o.status, count(*) from ledger.mt_doc_order o {where.SearchJoin} where {where.Sql} group by o.status order by o.status",
                stop, where.Parameters);
        return rows.ToDictionary(r => r.Status, r => r.Orders);
    }

    private static OrderLine ReadLine(NpgsqlDataReader r) => new(
        r.GetString(0), JsonSerializer.Deserialize(r.GetString(1), StoredJson.Stored.Order)!, r.Nullable<string>(2), r.Nullable<string>(3));

    private static (string Status, long Orders) ReadCount(NpgsqlDataReader r) => (r.GetString(0), r.GetInt64(1));

    /// <summary>The filter as SQL conditions and their parameters.</summary>
    private sealed class Where
    {
        private readonly List<string> conditions = ["not o.deleted"];
        private readonly List<NpgsqlParameter> parameters = [];

        public Where(OrderFilter filter, bool withStatus)
        {
            Add($"o.tenant_id = {In(filter.Store.Name)}");
            if (withStatus && filter.Statuses.Count > 0)
                Add($"o.status = any({In(filter.Statuses.ToArray())})");
            if (filter.Phases.Count > 0)
                Add($"o.phase = any({In(filter.Phases.Select(p => p.Word()).ToArray())})");
            if (filter.PaymentStatuses.Count > 0)
                Add($"o.payment_status = any({In(filter.PaymentStatuses.ToArray())})");
            if (filter.Source is { } source)
                Add($"o.source = {In(source)}");
            if (filter.From is { } from)
                Add($"o.created_at >= {In(from)}");
            if (filter.To is { } to)
                Add($"o.created_at < {In(to)}");
            if (filter.Overdue)
                Add(OverdueBy(filter.Store.LimitHours));
            if (filter.Search is { } search)
                Add(SearchWords.Query(search) is { } words ? $"d.search @@ {In(words)}::tsquery" : "false");
            SearchJoin = filter.Search is null ? "" : "join ledger.mt_doc_order_details d using (tenant_id, id)";
        }

        public string SearchJoin { get; }

        public string Sql => string.Join(" and ", conditions);

        public NpgsqlParameter[] Parameters => [.. parameters];

        public void Add(string condition) => conditions.Add(condition);

        public string In<T>(T value)
        {
            parameters.Add(Storage.Sql.In(value));
            return $"${parameters.Count}";
        }

        private string OverdueBy(IReadOnlyDictionary<string, int> limitHours) => limitHours.Count == 0
            ? "false"
            : "(" + string.Join(" or ", limitHours.Select(l =>
                $"(o.status = {In(l.Key)} and o.status_since < now() - make_interval(hours => {In(l.Value)}))")) + ")";
    }
}
