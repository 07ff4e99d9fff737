using OrderLedger.Api.Dashboard.OneOrder;
using OrderLedger.Api.Dashboard.Orders;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;

namespace OrderLedger.Api.Dashboard.Printing;

/// <summary>The pick list of some orders; <c>Empty</c> are the numbers of those of which no items are known.</summary>
public sealed record PickListModel(IReadOnlyList<PickLine> Lines, IReadOnlyList<string> Empty, string Back)
{
    public required int Orders { get; init; }

    public string? Note { get; init; }
}

/// <summary>POST /print/pick-list: what is to be fetched for the orders that the form of a list is about. It names nobody.</summary>
internal static class PickLists
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/print/pick-list", Post);

    private static async Task<IResult> Post(Visit visit, OrderListing listing, ChosenOrders chosen, CancellationToken stop)
    {
        var selection = await Selection.Read(visit, await visit.Http.Request.ReadFormAsync(stop), listing, stop);
        var orders = await ToPrint.Read(visit, chosen, selection, Read, order => order.Items.Count, stop);
        var back = selection.List.Url(visit);
        return orders.Fault is { } fault
            ? new Notice(fault, IsFault: true).Then(visit.Http, back)
            : Page.Of<PickListView>(visit, new PickListModel(PickList.Of(orders.Sheets),
                [.. orders.Sheets.Where(o => o.Items.Count == 0).Select(o => o.Number)], back)
            {
                Orders = orders.Sheets.Count,
                Note = orders.Note,
            });
    }

    private static PickOrder Read(DetailedOrder order)
    {
        JsonElement? json = order.Details?.Details.Json;
        return new(order.Order.Number, [.. OrderedItem.In(json).Select(OrderedItem.Of)]);
    }
}
