using OrderLedger.Api.Dashboard.OneOrder;
using OrderLedger.Api.Dashboard.Orders;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Printing;

/// <summary>The slips of a page.</summary>
public sealed record PackingSlipsModel(IReadOnlyList<PackingSlip> Slips, (string Url, string Name) Back, string? Note);

/// <summary>
/// /print/packing-slips: GET with <c>order</c> prints one order, POST those that the form of a list is about. A slip takes an address out
/// of the house, so who made it is recorded, as of a table.
/// </summary>
internal static class PackingSlips
{
    private const string Path = "/print/packing-slips";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, One);
        pages.MapPost(Path, Chosen);
    }

    public static string Url(Visit visit, string orderId) => visit.Url($"{Path}?order={Uri.EscapeDataString(orderId)}");

    private static async Task<IResult> One(Visit visit, ChosenOrders chosen, Actions actions, CancellationToken stop)
    {
        var query = new Query(visit.Http.Request);
        var id = query.Text("order");
        if (query.Unknown() is { } unknown)
            return Page.Error(visit, 400, unknown);
        if (id is null)
            return Page.Error(visit, 400, "order names the order.");
        var slips = await Read(visit, chosen, new([id], new([])), stop);
        if (slips.Fault is not null)
            return Page.Error(visit, 404, $"There is no order {id} in {visit.Store.Name}.");
        return await Show(visit, actions, new(slips.Sheets, (OrderUrl.Of(visit, id), "Back to the order"), null), stop);
    }

    private static async Task<IResult> Chosen(Visit visit, OrderListing listing, ChosenOrders chosen, Actions actions,
        CancellationToken stop)
    {
        var selection = await Selection.Read(visit, await visit.Http.Request.ReadFormAsync(stop), listing, stop);
        var slips = await Read(visit, chosen, selection, stop);
        var back = selection.List.Url(visit);
        return slips.Fault is { } fault
            ? new Notice(fault, IsFault: true).Then(visit.Http, back)
            : await Show(visit, actions, new(slips.Sheets, (back, "Back to the list"), slips.Note), stop);
    }

    private static Task<ToPrint<PackingSlip>> Read(Visit visit, ChosenOrders chosen, Selection selection, CancellationToken stop) =>
        ToPrint.Read(visit, chosen, selection, order => PackingSlip.Of(visit.Store, order), slip => slip.Items.Count, stop);

    private static async Task<IResult> Show(Visit visit, Actions actions, PackingSlipsModel model, CancellationToken stop)
    {
        await actions.Record(new(visit.Store.Name, ActionTypes.ExportTaken, AdminAction.Facts(("format", "packing slips"), ("list", "orders"),
            ("orders", model.Slips.Count.ToString(CultureInfo.InvariantCulture)))), visit.By, stop);
        return Page.Of<PackingSlipsView>(visit, model);
    }
}
