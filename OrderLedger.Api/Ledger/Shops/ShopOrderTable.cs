using System.Diagnostics;
using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Shops;

/// <summary>The table of orders that are written to their shops. Only orders that were to be written once have a row.</summary>
public sealed class ShopOrderTable(NpgsqlDataSource database)
{
    // A store whose shop is written to is known this long: not each push has to ask.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private const string IsOfStore = $"s.store = $1 and s.kind = '{Subscription.Shop}' and s.off_at is null";

    private const string IsStatus = "e.type in ('order_registered', 'status_changed')";

    private Written written = new([], 0);

    private sealed record Written(HashSet<string> Stores, long ReadAt);

    /// <summary>Whether statuses of a store are written to its shop. A change is noticed within a second.</summary>
    public async ValueTask<bool> IsWritten(string store, CancellationToken stop)
    {
        var known = written;
        if (known.ReadAt == 0 || Stopwatch.GetElapsedTime(known.ReadAt) > Fresh)
        {
            var read = await database.Query(r => r.GetString(0),
                $"select store from ledger.ol_subscription where kind = '{Subscription.Shop}' and off_at is null", stop);
            written = known = new([.. read], Stopwatch.GetTimestamp());
        }
        return known.Stores.Contains(store);
    }

    /// <summary>Finds orders of a store, by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, ShopOrder>> Known(string store, string[] orders, CancellationToken stop) =>
        (await database.Query(
            r => (Id: r.GetString(0), Order: new ShopOrder(
                r.GetString(1), r.NullableValue<DateTimeOffset>(2), r.Nullable<string>(3), r.GetBoolean(4))),
            $"""
             select o.stream_id, o.status, o.modified_at, o.writing,
                    coalesce((select coalesce(e.headers ->> 'source', '') not in ({ShopTable.OwnSources}) from ledger.mt_events e
                               where e.tenant_id = s.store and e.stream_id = o.stream_id and {IsStatus} order by e.version desc limit 1), false)
               from ledger.ol_subscription s join ledger.ol_shop_order o on o.subscription = s.id
              where {IsOfStore} and o.stream_id = any($2)
             """, stop, In(store), In(orders))).ToDictionary(o => o.Id, o => o.Order);

    /// <summary>
    /// Notes what a shop said, unless something later is known. Where the ledger kept another status, that one is to be written to the
    /// shop.
    /// </summary>
    public async Task Note(string store, IReadOnlyCollection<ShopSaid> said, CancellationToken stop)
    {
        await database.Execute(
            $"""
             update ledger.ol_shop_order o set status = n.status, modified_at = n.modified_at
               from unnest($2, $3, $4) as n (stream_id, status, modified_at), ledger.ol_subscription s
              where {IsOfStore} and o.subscription = s.id and o.stream_id = n.stream_id
                and (o.modified_at is null or o.modified_at <= n.modified_at)
             """, stop, In(store), Column(said, s => s.OrderId), Column(said, s => s.Status), Column(said, s => s.ModifiedAt));
        var differ = said.Where(s => s.Differs).Select(s => s.OrderId).Distinct().ToArray();
        if (differ.Length > 0)
            await database.Execute(
                $"""
                 with again as (
                     insert into ledger.ol_delivery as d (subscription, stream_id, seq_id)
                     select s.id, n.id, last.seq_id
                       from ledger.ol_subscription s
                      cross join unnest($2) as n (id)
                      cross join lateral (select e.seq_id from ledger.mt_events e
                                           where e.tenant_id = $1 and e.stream_id = n.id and {IsStatus} order by e.version desc limit 1) last
                      where {IsOfStore}
                     on conflict (subscription, seq_id) do update set state = 'waiting', attempts = 0, due_at = now(), again = d.again + 1
                     returning subscription)
                 update ledger.ol_subscription set revision = revision + 1 where id in (select subscription from again)
                 """, stop, In(store), In(differ));
    }

    /// <summary>Notes which status an order had in the shop as far as the ledger knew, unless more is known.</summary>
    public Task Expect(Guid subscription, string order, string status, CancellationToken stop) => database.Execute(
        """
        insert into ledger.ol_shop_order (subscription, stream_id, status)
        select id, $2, $3 from ledger.ol_subscription where id = $1
        on conflict do nothing
        """, stop, In(subscription), In(order), In(status));

    /// <summary>Notes the status that is being written to an order; null when the shop has answered.</summary>
    public Task Writing(Guid subscription, string order, string? status, CancellationToken stop) => database.Execute(
        "update ledger.ol_shop_order set writing = $3 where subscription = $1 and stream_id = $2", stop,
        In(subscription), In(order), In(status));

    /// <summary>Whether a later change of the order waits to be written.</summary>
    public async Task<bool> IsOvertaken(Guid subscription, string order, long seq, CancellationToken stop) => (await database.Query(
        r => r.GetBoolean(0),
        """
        select exists (select from ledger.ol_delivery
                        where subscription = $1 and stream_id = $2 and seq_id > $3 and state = 'waiting')
        """, stop, In(subscription), In(order), In(seq)))[0];

    /// <summary>
    /// Why the order's status is not in the shop; null when it is, when nothing was to be written, and when the shop has changed it since.
    /// </summary>
    public async Task<ShopRefusal?> RefusalOf(StreamKey stream, CancellationToken stop) => (await database.Query(
        r => r.GetString(0) is Delivery.Waiting or Delivery.GivenUp
            ? new ShopRefusal(r.GetString(1), r.NullableValue<int>(2), r.GetFieldValue<DateTimeOffset>(3),
                r.GetString(0) == Delivery.Waiting ? r.GetFieldValue<DateTimeOffset>(4) : null)
            : null,
        $"""
         select d.state, d.answer, d.status, d.tried_at, d.due_at
           from ledger.ol_subscription s join ledger.ol_delivery d on d.subscription = s.id
          where s.store = $1 and s.kind = '{Subscription.Shop}' and d.stream_id = $2 and d.attempts > 0
            and not exists (select from ledger.mt_events e
                             where e.tenant_id = $1 and e.stream_id = $2 and {IsStatus} and e.seq_id > d.seq_id
                               and e.headers ->> 'source' in ({ShopTable.OwnSources}))
          order by d.tried_at desc, d.seq_id desc limit 1
         """, stop, In(stream.Store), In(stream.OrderId))).SingleOrDefault();
}
