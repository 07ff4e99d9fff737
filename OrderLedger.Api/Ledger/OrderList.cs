using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>Lists of orders: filtered, searched, a page at a time by keyset, with counts per status.</summary>
public sealed class OrderList(NpgsqlDataSource database)
{
    public async Task<OrderPage> Page(OrderFilter filter, CancellationToken stop)
    {
        var where = new OrderWhere(filter, withStatus: true);
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
        var where = new OrderWhere(filter, withStatus: false);
        var rows = filter.IsCounted
            ? await database.Query(ReadCount,
                """
                select status, sum(orders)::bigint from ledger.ol_kpi
                 where store = $1 and (cardinality($2) = 0 or phase = any($2)) group by status having sum(orders) <> 0 order by status
                """, stop, In(filter.Store.Name), In(filter.Phases.Select(p => p.Word()).ToArray()))
            : await database.Query(ReadCount,
                $"select o.status, count(*) from ledger.mt_doc_order o {where.DetailsJoin} where {where.Sql} group by o.status order by o.status",
                stop, where.Parameters);
        return rows.ToDictionary(r => r.Status, r => r.Orders);
    }

    internal static OrderLine ReadLine(NpgsqlDataReader r) => new(
        r.GetString(0), JsonSerializer.Deserialize(r.GetString(1), StoredJson.Stored.Order)!, r.Nullable<string>(2), r.Nullable<string>(3));

    private static (string Status, long Orders) ReadCount(NpgsqlDataReader r) => (r.GetString(0), r.GetInt64(1));
}
