using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>Refused pushes by the order they are about.</summary>
public sealed class RefusedOfOrders(NpgsqlDataSource database)
{
    /// <summary>Where counting what is open ends.</summary>
    public const int CountMax = 99;

    /// <summary>The open ones of an order, newest first, so many at most; with the body where it is small enough for a list.</summary>
    public Task<List<RejectedPush>> Open(StreamKey order, int max, CancellationToken stop) => database.Query(RejectedPushes.Read,
        $"""
         select {RejectedPushes.Columns}, {RejectedPushes.ListedBody} from ledger.ol_rejected_push
          where store = $1 and order_id = $2 and state = 'open' order by received_at desc, id desc limit $3
         """, stop, In(order.Store), In(order.OrderId), In(max));

    /// <summary>How many the store keeps that were neither carried out nor put aside; one more than <see cref="CountMax"/> stands for more.</summary>
    public async Task<long> CountOpen(string store, CancellationToken stop) => (await database.Query(r => r.GetInt64(0),
        $"select count(*) from (select from ledger.ol_rejected_push where store = $1 and state = 'open' limit {CountMax + 1}) as first", stop,
        In(store)))[0];

    /// <summary>Deletes what was pushed to this order's own routes and what is this order itself, done with or not; how many.</summary>
    public async Task<int> Delete(StreamKey order, CancellationToken stop)
    {
        var asked = await database.Query(
            r => (Id: r.GetGuid(0), IsOfIt: r.GetBoolean(1) || PushedOrder.Is(r.GetFieldValue<byte[]>(2), order.OrderId)),
            """
            select id, $2 = any(string_to_array(path, '/')) or coalesce(order_id = $2, false), body from ledger.ol_rejected_push
             where store = $1 and ($2 = any(string_to_array(path, '/')) or order_id = $2 or position($3 in body) > 0)
            """, stop, In(order.Store), In(order.OrderId), In(Encoding.UTF8.GetBytes(order.OrderId)));
        return await database.Execute("delete from ledger.ol_rejected_push where store = $1 and id = any($2)", stop,
            In(order.Store), In(asked.Where(p => p.IsOfIt).Select(p => p.Id).ToArray()));
    }

    /// <summary>How many name this order, or something that contains its id, in their body.</summary>
    public async Task<long> Naming(StreamKey order, CancellationToken stop) => (await database.Query(r => r.GetInt64(0),
        "select count(*) from ledger.ol_rejected_push where store = $1 and position($2 in body) > 0", stop,
        In(order.Store), In(Encoding.UTF8.GetBytes(order.OrderId))))[0];
}
