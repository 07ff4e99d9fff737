using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Listing;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>
/// One order: what it is, what it may become, what happened to it. <c>version</c> or <c>as_of</c> show it as it was, <c>before</c> turns
/// the pages of its timeline.
/// </summary>
internal static class OneOrderPage
{
    /// <summary>Events on a page of the timeline.</summary>
    private const int EventsMax = 50;

    public static void Map(IEndpointRouteBuilder pages)
    {
        foreach (var route in new[] { "/orders/{**orderId}", "/order" })
        {
            pages.MapGet(route, Show);
            pages.MapPost(route, UpdateForm.Take).WithMetadata(new Needs(Role.Operator));
        }
        ReceiptFile.Map(pages);
        RefusedForm.Map(pages);
        TeamForm.Map(pages);
    }

    private static async Task<IResult> Show(Visit visit, [AsParameters] Kept kept, CancellationToken stop)
    {
        var query = visit.Query();
        var (asked, moment, below) = (query.Text("version"), query.Text("as_of"), query.Text("before"));
        if (query.One("items") is not (null or "all"))
            return Page.Error(visit, 400, "items takes all.");
        if (!visit.Http.Request.RouteValues.ContainsKey("orderId"))
            query.Text("id");
        if (query.Unknown() is { } unknown)
            return Page.Error(visit, 400, unknown);
        if (!Numbers.TryVersion(asked, out var version))
            return Page.Error(visit, 400, "version takes a number from 1.");
        if (!Numbers.TryVersion(below, out var before))
            return Page.Error(visit, 400, "before takes a version, a number from 1.");
        if (version is not null && moment is not null)
            return Page.Error(visit, 400, "Give as_of or version, not both.");
        if (OrderUrl.IdIn(visit.Http.Request) is not { } id)
            return Page.Error(visit, 404, "There is no such order.");
        if (version is not null || moment is not null)
            return await PastPage.Show(visit, kept, new(id, version, moment, before), stop);
        return await Now(visit, kept, id, before, stop) is { } model ? Page.Of<OneOrderView>(visit, model) : NoOrder(visit, id);
    }

    public static IResult NoOrder(Visit visit, string id) => Page.Error(visit, 404, $"There is no order {id} in {visit.Store.Name}.");

    /// <summary>The page of the order as it is; null when there is none.</summary>
    public static async Task<OneOrderModel?> Now(Visit visit, Kept kept, string id, long? before, CancellationToken stop)
    {
        var stream = new StreamKey(visit.Store.Name, id);
        if (await kept.Ledger.WithDetails(stream, stop) is not var (order, details))
            return null;
        return new(id, order, details)
        {
            Timeline = await Timeline(visit, kept, (stream, order.Version), before, stop),
            Neighbours = await kept.Timeline.Around(stream, order.CreatedAt, stop),
            IsErased = await kept.Timeline.IsErased(stream, stop),
            Refusal = await kept.Shop.RefusalOf(stream, stop),
            RefusedChanges = await kept.Refused.Open(stream, OneOrderModel.RefusedShown + 1, stop),
            Colleagues = visit.May(Role.Operator) ? await kept.Colleagues.Of(visit.Store.Name, stop) : [],
        };
    }

    /// <summary>A page of the events up to a version.</summary>
    public static async Task<TimelinePage> Timeline(
        Visit visit, Kept kept, (StreamKey Stream, long Version) last, long? before, CancellationToken stop)
    {
        // What was pushed since the order was read is left to the next reading: the page is of one piece.
        var events = await kept.Timeline.Page(last.Stream, Math.Min(before ?? long.MaxValue, last.Version + 1), EventsMax, stop);
        var days = events.Select(e => visit.Store.DayOf(e.Recorded.At)).ToHashSet();
        var next = events.Count > 0 && events[^1].Recorded.Version > 1 ? events[^1].Recorded.Version : (long?)null;
        return new(events, before, next, await kept.Timeline.Repeated(visit.Store.Name, days, stop))
        {
            Told = await kept.Deliveries.Told(visit.Store.Name, [.. events.Select(e => e.Recorded.Seq)], stop),
        };
    }

    /// <summary>A moment in the store's zone, as the form for it takes it: the whole second that has the moment behind it.</summary>
    public static string Field(DateTimeOffset at, Store store) =>
        TimeZoneInfo.ConvertTime(at.AddSeconds(1).AddTicks(-1), store.TimeZone)
            .ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Where the page reads.</summary>
    public sealed record Kept
    {
        public required LedgerReader Ledger { get; init; }

        public required OrderPast Past { get; init; }

        public required OrderTimeline Timeline { get; init; }

        public required DeliveryReader Deliveries { get; init; }

        public required ShopOrderTable Shop { get; init; }

        public required RefusedOfOrders Refused { get; init; }

        public required Colleagues Colleagues { get; init; }
    }
}
