using OrderLedger.Api.Dashboard.Parts;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>A change of many orders before it is made: which orders, and what is unusual about it.</summary>
public sealed record BulkCheckModel(string Status, string Reason, IReadOnlyList<OrderLine> Orders, ListAddress List)
{
    public required IReadOnlyList<BulkRemark> Remarks { get; init; }

    /// <summary>Sentences about the choice itself.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>
/// POST /orders/bulk/check: asks back before many orders are changed. From here on the orders are named one by one: what the list finds
/// later is not changed.
/// </summary>
internal static class BulkCheck
{
    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapPost("/orders/bulk/check", Post).WithMetadata(new Needs(Role.Operator));

    private static async Task<IResult> Post(Visit visit, OrderListing listing, ChosenOrders chosen, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        var selection = await Selection.Read(visit, form, listing, stop);
        if (BulkUpdate.Fault(visit, selection, form["status"].ToString()) is { } fault)
            return new Notice(fault, IsFault: true).Then(visit.Http, selection.List.Url(visit));
        var status = visit.Store.Vocabulary.Read(form["status"].ToString())!;
        var orders = await chosen.Lines(visit.Store.Name, selection.Ids, stop);
        var notes = NotesOn(selection, orders.Count);
        // A button of the page leaves out those that a remark is about.
        if (BulkRemarks.Of(visit.Store, status, orders).FirstOrDefault(r => r.Key == form["without"]) is { } without)
            orders = [.. orders.Except(without.Orders)];
        return orders.Count == 0
            ? new Notice("Nothing was changed: no order is left.", IsFault: true).Then(visit.Http, selection.List.Url(visit))
            : Page.Of<BulkCheckView>(visit, new BulkCheckModel(status, form["reason"].ToString(), orders, selection.List)
            {
                Remarks = BulkRemarks.Of(visit.Store, status, orders),
                Notes = notes,
            });
    }

    private static List<string> NotesOn(Selection selection, int found)
    {
        var notes = new List<string>();
        if (selection.IsCut)
            notes.Add($"The list finds more orders than are changed at once. These are the first {Said.Number(found)}; the others stay as they are.");
        if (selection.Ids.Count - found is > 0 and var gone)
            notes.Add($"{Said.Number(gone)} of the chosen orders {(gone == 1 ? "is" : "are")} not there any more.");
        return notes;
    }
}
