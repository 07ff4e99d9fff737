namespace OrderLedger.Api.Ledger.Listing;

/// <summary>The orders a list can have. <c>Waiting</c> shows only what is still worked on: longest in its status first.</summary>
public enum ListSort { Newest, Oldest, Waiting, Updated }

/// <summary>
/// A page of a list for people: the filter, the order, and where the page begins. <c>Filter.After</c> asks for what follows a place,
/// <c>Before</c> for what stands before one; a place is of the time that the list is sorted by.
/// </summary>
public sealed record ListAsk(OrderFilter Filter, ListSort Sort)
{
    public OrderCursor? Before { get; init; }

    internal bool IsByCreation => Sort is ListSort.Newest or ListSort.Oldest;

    internal bool IsBackward => Before is not null;

    internal OrderCursor? Place => Before ?? Filter.After;

    /// <summary>Whether the rows are read from high to low.</summary>
    internal bool IsDescending => (Sort is ListSort.Newest or ListSort.Updated) != IsBackward;

    internal string Key => Sort switch
    {
        ListSort.Waiting => "o.status_since",
        ListSort.Updated => "o.mt_last_modified",
        _ => "o.created_at",
    };
}

/// <summary>How many orders of a store have this status and phase.</summary>
public sealed record StatusCount(string Status, Phase Phase, long Orders);

/// <summary>How many orders were found; with <c>IsLeast</c> there are more.</summary>
public sealed record Found(long Orders, bool IsLeast = false);

/// <summary>A line of the list. <c>Key</c> is the time it is sorted by.</summary>
public sealed record ListedOrder(OrderLine Line, DateTimeOffset Key)
{
    public OrderCursor Place => new(Key, Line.OrderId);
}

/// <summary>
/// A page of the list. <c>Next</c> and <c>Previous</c> are null where there is nothing; <c>Found</c> where it was not counted.
/// <c>LookedTo</c> is set where so few matched that the looking ended before the page was full: at the place <c>Next</c> goes on from.
/// </summary>
public sealed record ListPage(IReadOnlyList<ListedOrder> Orders)
{
    public OrderCursor? Next { get; init; }

    public OrderCursor? Previous { get; init; }

    public Found? Found { get; init; }

    public DateTimeOffset? LookedTo { get; init; }
}
