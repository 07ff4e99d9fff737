using System.Runtime.CompilerServices;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Listing;

/// <summary>
/// Reads the orders that somebody named one by one, in the order they were named. One that is not there, or that the shop deleted, is left
/// out.
/// </summary>
public sealed class ChosenOrders(NpgsqlDataSource database)
{
    // Each may have a MiB of details.
    private const int DetailedMax = 100;

    private const string Chosen =
        """
        from unnest($2) with ordinality as asked (id, place)
        join ledger.mt_doc_order o on o.tenant_id = $1 and o.id = asked.id and not o.deleted
        left join ledger.mt_doc_order_details d on d.tenant_id = $1 and d.id = asked.id
        order by asked.place
        """;

    public Task<List<OrderLine>> Lines(string store, IReadOnlyCollection<string> ids, CancellationToken stop) => database.Query(
        OrderList.ReadLine, $"select o.id, o.data::text, d.customer_name, d.customer_email {Chosen}", stop, In(store),
        Column(ids, id => id));

    /// <summary>With their details, a few at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<DetailedOrder>> Detailed(string store, IReadOnlyCollection<string> ids,
        [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var some in ids.Chunk(DetailedMax))
            yield return await database.Query(OrderPages.Read, $"select o.id, o.data::text, d.data::text {Chosen}", stop, In(store), In(some));
    }
}
