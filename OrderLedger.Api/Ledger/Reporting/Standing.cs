using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>
/// The orders that are not deleted, each with its status, its phase and since when it has them: today's view, or what the entries said
/// then.
/// </summary>
internal static class Standing
{
    /// <summary>Rows of order_id, status, phase, since; $1 is the store, the moment is the parameter of that number.</summary>
    public static string Of(KpiAsk ask, int at) => ask.IsPast
        ? $"""
           select order_id, status_to as status, phase, since
             from (select distinct on (order_id) order_id, status_to, phase, coalesce(occurred_at, recorded_at) as since from ledger.ol_entry
                    where store = $1 and type in ('order_registered', 'status_changed') and recorded_at <= ${at}
                    order by order_id, version desc) as entered
             left join (select distinct on (order_id) order_id, type from ledger.ol_entry
                         where store = $1 and type in ('order_deleted', 'order_restored') and recorded_at <= ${at}
                         order by order_id, version desc) as gone using (order_id)
            where gone.type is distinct from 'order_deleted'
           """
        : "select id as order_id, status, phase, status_since as since from ledger.mt_doc_order where tenant_id = $1 and not deleted";

    /// <summary>Payment statuses of an order that waits for its money, of all vendors.</summary>
    public static readonly IReadOnlyList<string> NotPaid = ["partially_paid", "pending", "unpaid"];

    /// <summary>How many orders are worked on and not paid.</summary>
    public static async Task<long> Unpaid(Snapshot snapshot, string store, CancellationToken stop) => (await snapshot.Query(
        r => r.GetInt64(0),
        """
        select count(*) from ledger.mt_doc_order
         where tenant_id = $1 and not deleted and phase in ('open', 'in_progress') and payment_status = any($2)
        """, stop, In(store), In(NotPaid.ToArray())))[0];

    /// <summary>Those still worked on and over their status' limit, longest in it first; at most <paramref name="max"/> are named.</summary>
    public static async Task<Ageing> Late(Snapshot snapshot, KpiAsk ask, int max, CancellationToken stop)
    {
        var limits = ask.Store.LimitHours;
        var rows = await snapshot.Query(
            r => (Total: r.GetInt64(6), Order: new LateOrder(r.GetString(0), r.GetString(1), r.GetString(2),
                r.GetFieldValue<DateTimeOffset>(3), Math.Round((decimal)r.GetDouble(4), 6), r.GetInt32(5))),
            $"""
             with late as (
                 select order_id, status, since, hours, count(*) over () as total
                   from ({Of(ask, 2)}) as o join unnest($3, $4) as l (status, hours) using (status)
                  where since < $2 - make_interval(hours => hours) and {OrderWhere.OpenPhases}
                  order by since, order_id limit {max}
             )
             select order_id, coalesce(o.number, order_id), l.status, since, extract(epoch from $2 - since)::float8, hours, total
               from late l left join ledger.mt_doc_order o on o.tenant_id = $1 and o.id = order_id order by since, order_id
             """, stop,
            In(ask.Store.Name), In(ask.At), In(limits.Keys.ToArray()), In(limits.Values.ToArray()));
        return new(rows.Count == 0 ? 0 : rows[0].Total, [.. rows.Select(r => r.Order)]);
    }
}
