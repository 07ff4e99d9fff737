using OrderLedger.Api.Ledger.Rebuilding;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>Rows that no event speaks of.</summary>
internal sealed class Orphans(NpgsqlConnection connection, string? store, Action<Fault> found)
{
    public async Task Check(CancellationToken stop)
    {
        foreach (var (name, orderId, what, projection) in await connection.Rows(r =>
            (r.GetString(0), r.GetString(1), r.GetString(2), r.Nullable<string>(3)),
            """
            select * from (
                select o.tenant_id as store, o.id, 'order view', $2 from ledger.mt_doc_order o
                 where not exists (select from ledger.mt_events e where e.tenant_id = o.tenant_id and e.stream_id = o.id)
                union all
                select d.tenant_id, d.id, 'details view', $2 from ledger.mt_doc_order_details d
                 where not exists (select from ledger.mt_events e where e.tenant_id = d.tenant_id and e.stream_id = d.id)
                union all
                select s.tenant_id, s.id, 'stream', null from ledger.mt_streams s
                 where not exists (select from ledger.mt_events e where e.tenant_id = s.tenant_id and e.stream_id = s.id)
                   -- Marten's mark of a session that failed. It holds nothing.
                   and s.id <> 'mt_tombstone'
                union all
                select n.store, n.order_id, 'entry ' || n.seq_id, $3 from ledger.ol_entry n
                 where not exists (select from ledger.mt_events e where e.seq_id = n.seq_id)) as orphan
             where $1::varchar is null or store = $1
            """, stop, In(store), In(Projection.Orders.Name), In(Projection.Visits.Name)))
            found(new(name, orderId, what, "there", "absent: no event speaks of it", projection));
    }
}
