using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>A value of a filter, as the form shows it; <c>Orders</c> is null where they are not counted.</summary>
public sealed record Choice(string Value, string Text, long? Orders = null);

/// <summary>
/// A list with a name, above the list: a preset, or a view that somebody saved. <c>Found</c> is null where it is not counted.
/// </summary>
public sealed record ListTab(string Name, string Query, Found? Found, bool IsSaved = false);

/// <summary>The list of orders, and what its filters offer.</summary>
public sealed record OrdersModel(ListAddress Address, ListAsk Ask, ListPage Page)
{
    public required IReadOnlyList<ListTab> Tabs { get; init; }

    public required IReadOnlyList<StatusCount> Counts { get; init; }

    public required IReadOnlyList<string> Payments { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Names that orders are assigned to.</summary>
    public required IReadOnlyList<string> Colleagues { get; init; }

    public bool IsNewStore => Counts.Count == 0;
}

/// <summary>The list of orders.</summary>
internal static class OrdersPage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/orders", Show);
        OrdersCsv.Map(pages);
        ListViews.Map(pages);
        BulkCheck.Map(pages);
        BulkUpdate.Map(pages);
        BulkUndo.Map(pages);
    }

    private static async Task<IResult> Show(
        Visit visit, OrderListing orders, SavedViews views, Colleagues colleagues, CancellationToken stop)
    {
        var (address, ask, fault) = ListAddress.Read(visit.Query(), visit.Store);
        if (ask is null)
            return Page.Error(visit, 400, fault!);
        var counts = await orders.Counts(visit.Store.Name, stop);
        var page = await orders.Page(ask, counts, stop);
        // Nothing more stands before: this is the first page, and shows what comes in.
        if (ask.Before is not null && page.Previous is null)
            return Results.LocalRedirect(address.Url(visit));
        var (sources, payments) = await orders.Choices(visit.Store.Name, stop);
        return Page.Of<OrdersView>(visit, new OrdersModel(address, ask, page)
        {
            Tabs = [.. Presets(counts, await orders.Overdue(visit.Store, counts, stop)), Mine(visit), .. await Saved(visit, views, stop)],
            Counts = counts,
            Payments = [.. visit.Store.Vocabulary.PaymentStatuses.Union(payments).Union(ask.Filter.PaymentStatuses)],
            Colleagues = await colleagues.Of(visit.Store.Name, stop),
            Sources = [.. sources.Union(ask.Filter.Source is { } source ? [source] : [])],
        });
    }

    private static IEnumerable<ListTab> Presets(IReadOnlyList<StatusCount> counts, Found overdue)
    {
        yield return new("All", "", new(counts.Sum(c => c.Orders)));
        yield return Of("Open work", Phase.Open, Phase.InProgress);
        yield return Of("Done", Phase.Done);
        yield return Of("Cancelled, failed, refunded", Phase.Cancelled, Phase.Refunded, Phase.Failed);
        yield return new("Overdue", "overdue=true&sort=waiting", overdue);

        ListTab Of(string name, params Phase[] phases) => new(name,
            string.Join('&', phases.Select(p => $"phase={p.Word()}")), new(counts.Where(c => phases.Contains(c.Phase)).Sum(c => c.Orders)));
    }

    private static ListTab Mine(Visit visit) => new("Mine", $"assigned={Uri.EscapeDataString(visit.Seat.Name)}", null);

    private static async Task<IEnumerable<ListTab>> Saved(Visit visit, SavedViews views, CancellationToken stop) =>
        (await views.Of(visit.Store.Name, stop)).Select(v => new ListTab(v.Name, v.Query, null, IsSaved: true));
}
