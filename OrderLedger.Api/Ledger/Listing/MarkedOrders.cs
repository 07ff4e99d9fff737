namespace OrderLedger.Api.Ledger.Listing;

/// <summary>The SQL that finds orders by the marks of colleagues, through the indexes of migration 019.</summary>
internal static class MarkedOrders
{
    /// <summary>Orders of a tag that are all looked at: no index sorts them, so more are read than are walked past.</summary>
    public const int TaggedMax = 5_000;

    /// <summary>Ids of the orders with the filter's tag, or of its colleague; null where it names neither.</summary>
    public static string? Candidates(OrderFilter filter, OrderWhere where)
    {
        if (filter is { Tag: null, AssignedTo: null })
            return null;
        var (condition, max) = filter.Tag is { } tag
            ? (OrderWhere.HasTag(where.In(tag)), TaggedMax)
            : ($"o.assigned_to = {where.In(filter.AssignedTo)}", ListSql.FewMax);
        return $"select o.id from ledger.mt_doc_order o where o.tenant_id = {where.In(filter.Store.Name)} and {condition} limit {max + 1}";
    }
}
