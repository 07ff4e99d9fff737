namespace OrderLedger.Api.Ledger;

/// <summary>Which page of a list, as vendors count them: from 1, each of so many orders, sorted by a time.</summary>
public sealed record NumberedPage(int Number, int Size)
{
    /// <summary>Highest page number taken: what lies beyond is not paged through by hand.</summary>
    public const int NumberMax = 1_000_000;

    public bool ByUpdate { get; init; }

    public bool Ascending { get; init; }
}

/// <summary>An order with what a push never touches.</summary>
public sealed record DetailedOrder(string OrderId, Order Order, OrderDetails? Details);

/// <summary>Lists of whole orders by page number, as the vendors' routes give them.</summary>
public sealed class OrderPages(NpgsqlDataSource database)
{
    /// <summary>The orders of the page, and how many there are on all pages.</summary>
    public async Task<(IReadOnlyList<DetailedOrder> Orders, long Total)> Page(OrderFilter filter, NumberedPage page, CancellationToken stop)
    {
        var total = await Count(filter, stop);
        var skipped = (page.Number - 1L) * page.Size;
        if (skipped >= total)
            return ([], total);
        var where = new OrderWhere(filter, withStatus: true);
        var sort = page.ByUpdate ? "(o.data ->> 'updatedAt')::timestamptz" : "o.created_at";
        var direction = page.Ascending ? "asc" : "desc";
        return (await database.Query(Read,
            $"""
             select o.id, o.data::text, d.data::text
               from ledger.mt_doc_order o left join ledger.mt_doc_order_details d using (tenant_id, id)
              where {where.Sql} order by {sort} {direction}, o.id {direction} limit {where.In(page.Size)} offset {where.In(skipped)}
             """, stop, where.Parameters), total);
    }

    /// <summary>How many orders the filter lets through.</summary>
    public async Task<long> Count(OrderFilter filter, CancellationToken stop)
    {
        var where = new OrderWhere(filter, withStatus: true);
        return (await database.Query(r => r.GetInt64(0),
            $"select count(*) from ledger.mt_doc_order o {where.DetailsJoin} where {where.Sql}", stop, where.Parameters))[0];
    }

    internal static DetailedOrder Read(NpgsqlDataReader r) => new(
        r.GetString(0), JsonSerializer.Deserialize(r.GetString(1), StoredJson.Stored.Order)!,
        r.IsDBNull(2) ? null : JsonSerializer.Deserialize(r.GetString(2), StoredJson.Stored.OrderDetails));
}
