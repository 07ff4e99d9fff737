using OrderLedger.Api.Dashboard.Orders;
using OrderLedger.Api.Dashboard.Parts;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;

namespace OrderLedger.Api.Dashboard.Printing;

/// <summary>Pages for paper, or a sentence that says why there are none. <c>Note</c> is about what is not on them.</summary>
internal sealed record ToPrint<T>(IReadOnlyList<T> Sheets, string? Note, string? Fault = null);

/// <summary>Reads the orders that somebody wants to print.</summary>
internal static class ToPrint
{
    /// <summary>Most items that are printed at once.</summary>
    public const int ItemsMax = 20_000;

    /// <summary>The orders of a form of the list, each as <paramref name="sheet"/> reads it.</summary>
    /// <param name="visit">Who asks.</param>
    /// <param name="chosen">Reads the orders.</param>
    /// <param name="selection">Which orders.</param>
    /// <param name="sheet">Makes of an order what is printed of it.</param>
    /// <param name="itemsOf">How many items that has.</param>
    /// <param name="stop">Ends the reading.</param>
    public static async Task<ToPrint<T>> Read<T>(Visit visit, ChosenOrders chosen, Selection selection, Func<DetailedOrder, T> sheet,
        Func<T, int> itemsOf, CancellationToken stop)
    {
        if (selection.Fault is { } fault)
            return new([], null, fault);
        var sheets = new List<T>();
        await foreach (var orders in chosen.Detailed(visit.Store.Name, selection.Ids, stop))
        {
            sheets.AddRange(orders.Select(sheet));
            if (sheets.Sum(itemsOf) > ItemsMax)
                return new([], null, $"These orders have more than {Said.Number(ItemsMax)} items. Print fewer orders at once.");
        }
        return sheets.Count == 0 ? new([], null, "These orders are not there any more.") : new(sheets, NoteOn(selection, sheets.Count));
    }

    private static string? NoteOn(Selection selection, int found) =>
        selection.IsCut ? $"The list finds more orders than are printed at once. These are the first {Said.Number(found)}."
        : selection.Ids.Count - found is > 0 and var gone ? $"{gone} of the chosen orders {(gone == 1 ? "is" : "are")} not there any more."
        : null;
}
