using OrderLedger.Api.Dashboard.Parts;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>
/// The orders that a form of the list is about: those that are ticked, or with <c>all=yes</c> those that the list finds at this moment.
/// </summary>
public sealed record Selection(IReadOnlyList<string> Ids, ListAddress List)
{
    /// <summary>Most orders at once.</summary>
    public const int OrdersMax = 1_000;

    // A list that no index can narrow is looked through so far, in pages of the listing.
    private const int PagesMax = 20;

    /// <summary>The list finds more than these.</summary>
    public bool IsCut { get; init; }

    /// <summary>Why nothing can be done with it, in a sentence; null where something can.</summary>
    public string? Fault => Ids.Count switch
    {
        0 => "No order is ticked. Tick the orders that you mean.",
        > OrdersMax => $"{Said.Number(OrdersMax)} orders at once are the most.",
        _ => null,
    };

    internal static async Task<Selection> Read(Visit visit, IFormCollection form, OrderListing orders, CancellationToken stop)
    {
        var list = ListViews.Asked(visit, form["back"]);
        return IsAll(form) && list.Ask is not null ? await All(list.Address, list.Ask, orders, stop) : Ticked(visit, form);
    }

    internal static Selection Ticked(Visit visit, IFormCollection form) =>
        new([.. form["order"].OfType<string>().Distinct()], ListViews.Asked(visit, form["back"]).Address);

    internal static bool IsAll(IFormCollection form) => form["all"] == "yes";

    private static async Task<Selection> All(ListAddress list, ListAsk ask, OrderListing orders, CancellationToken stop)
    {
        var (ids, pages) = (new List<string>(), 0);
        await foreach (var page in orders.All(ask, stop))
        {
            ids.AddRange(page.Orders.Select(o => o.Line.OrderId).Except(ids));
            if (page.Next is not null && (ids.Count >= OrdersMax || ++pages == PagesMax))
                return new([.. ids.Take(OrdersMax)], list) { IsCut = true };
        }
        return new([.. ids.Take(OrdersMax)], list) { IsCut = ids.Count > OrdersMax };
    }
}
