using System.Runtime.CompilerServices;
using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>
/// /orders.csv has a line for each order, /order-items.csv one for each item. GET sends the list with the filters of its address, to its
/// end; POST the orders that the form of a list is about.
/// </summary>
internal static class OrdersCsv
{
    private const string ByOrder = "/orders.csv";

    private const string ByItem = "/order-items.csv";

    /// <summary>The tables that are offered: the path, and its name to a person.</summary>
    public static readonly IReadOnlyList<(string Path, string Name)> Kinds =
        [(ByOrder, "One line per order"), (ByItem, "One line per item, with address and phone")];

    public static void Map(IEndpointRouteBuilder pages)
    {
        foreach (var (path, _) in Kinds)
        {
            pages.MapGet(path, Listed).DisableRequestTimeout();
            pages.MapPost(path, Chosen).DisableRequestTimeout();
        }
    }

    /// <summary>Where the tables are read, and where it is recorded that they were taken.</summary>
    public sealed record Kept(OrderListing Listing, ChosenOrders Chosen, Actions Actions);

    private static async Task<IResult> Listed(Visit visit, [AsParameters] Kept kept, CancellationToken stop)
    {
        var (address, ask, fault) = ListAddress.Read(new Query(visit.Http.Request), visit.Store);
        return ask is null
            ? Page.Error(visit, 400, fault!)
            : await Send(visit, kept, address.Narrowing.Select(p => p.Name), Pages(kept.Listing, ask, stop), stop);
    }

    private static async Task<IResult> Chosen(Visit visit, [AsParameters] Kept kept, CancellationToken stop)
    {
        var form = await visit.Http.Request.ReadFormAsync(stop);
        if (Selection.IsAll(form) && ListViews.Asked(visit, form["back"]) is { Ask: { } ask } list)
            return await Send(visit, kept, list.Address.Narrowing.Select(p => p.Name), Pages(kept.Listing, ask, stop), stop);
        var selection = Selection.Ticked(visit, form);
        return selection.Fault is { } fault
            ? new Notice(fault, IsFault: true).Then(visit.Http, selection.List.Url(visit))
            : await Send(visit, kept, ["order"], Ticked(visit, kept.Chosen, selection.Ids, stop), stop);
    }

    private static Task<IResult> Send(Visit visit, Kept kept, IEnumerable<string> filters, IAsyncEnumerable<IReadOnlyList<OrderLine>> pages,
        CancellationToken stop) =>
        visit.Http.Request.Path.Value!.EndsWith(ByItem, StringComparison.Ordinal)
            ? OrderItemRows.Table.Send(visit, kept.Actions, filters, OrderItemRows.Of(visit, kept.Chosen, pages, stop), stop)
            : OrderRows.Table.Send(visit, kept.Actions, filters, OrderRows.Of(pages, stop), stop);

    private static async IAsyncEnumerable<IReadOnlyList<OrderLine>> Pages(OrderListing listing, ListAsk ask,
        [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var page in listing.All(ask, stop))
            yield return [.. page.Orders.Select(o => o.Line)];
    }

    private static async IAsyncEnumerable<IReadOnlyList<OrderLine>> Ticked(Visit visit, ChosenOrders chosen, IReadOnlyList<string> ids,
        [EnumeratorCancellation] CancellationToken stop)
    {
        yield return await chosen.Lines(visit.Store.Name, ids, stop);
    }
}
