using System.Globalization;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger;
using OrderLedger.Api.Pushes;
using Wolverine.Http;

namespace OrderLedger.Api.Vendors.Genuka;

/// <summary>
/// What the Genuka API shows of orders: one order, what happened to its status, and an overview of the orders created between two days.
/// </summary>
[GenukaAccess(Scope.Read), Tags("Dialect F: Genuka")]
public static class GenukaReads
{
    private const int LimitUsual = 50;
    private const int LimitMax = 200;

    /// <summary>An order in one of these still has something to be paid for.</summary>
    private static readonly Phase[] Live = [Phase.Open, Phase.InProgress, Phase.Done];

    public static IResult? Before(HttpRequest request, Caller caller) => GenukaErrors.OfCompany(request, caller);

    [WolverineGet("/2023-11/admin/orders/{id}")]
    public static async Task<IResult> GetOrder(string id, HttpRequest request, Caller caller, LedgerReader ledger, CancellationToken stop)
    {
        if (OrderIds.Read(id, caller.Store) is not { } orderId
            || await ledger.WithDetails(new(caller.Store.Name, orderId), stop) is not ({ Deleted: false } order, var details))
            return GenukaErrors.NotFound();
        request.HttpContext.Response.Headers.ETag = VersionTag.Of(order.Version);
        return GenukaOrder.Shown(new(orderId, order, details), caller.Store);
    }

    [WolverineGet("/2023-11/admin/orders/{id}/activities")]
    public static async Task<IResult> GetActivities(string id, HttpRequest request, Caller caller, LedgerReader ledger, CancellationToken stop)
    {
        var query = new Query(request);
        var (limit, before) = (query.Number("limit", LimitUsual), query.One("before"));
        var below = long.MaxValue;
        var faults = new GenukaFaults();
        if (limit is < 1 or > LimitMax)
            faults["limit"] = $"limit takes a number from 1 to {LimitMax}.";
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out below))
            faults["before"] = "before takes a version, as the Link header gives it.";
        if (query.Unknown() is { } unknown)
            faults["query"] = unknown;
        if (faults.Count > 0)
            return GenukaErrors.Invalid(422, faults);
        if (OrderIds.Read(id, caller.Store) is not { } orderId
            || await ledger.Current(new(caller.Store.Name, orderId), stop) is not { Deleted: false })
            return GenukaErrors.NotFound();

        var changes = await Changes(ledger, new(caller.Store.Name, orderId), below, limit, stop);
        if (changes.Count == limit)
            request.HttpContext.Response.Headers.Link = string.Create(CultureInfo.InvariantCulture,
                $"<{request.Path}?limit={limit}&before={changes[^1].Version}>; rel=\"next\"");
        return Reply.Json(changes.Select(Activity));
    }

    // Other events stand between the changes of status, so one page of the one may take several of the other.
    private static async Task<List<Recorded>> Changes(LedgerReader ledger, StreamKey stream, long below, int limit, CancellationToken stop)
    {
        var changes = new List<Recorded>();
        while (true)
        {
            var events = await ledger.History(stream, below, LimitMax, stop);
            changes.AddRange(events.Where(e => e.Event is StatusChanged).Take(limit - changes.Count));
            if (changes.Count == limit || events.Count < LimitMax)
                return changes;
            below = events[^1].Version;
        }
    }

    private static object Activity(Recorded r) => new
    {
        r.Id,
        logName = "order",
        description = "Order status changed",
        subjectId = r.Stream.OrderId,
        subjectType = "App\\Models\\Order",
        causerId = (string?)null,
        causerType = (string?)null,
        properties = new { old = ((StatusChanged)r.Event).From, @new = ((StatusChanged)r.Event).To },
        username = r.Sender.Actor,
        user = r.Sender.Actor,
        createdAt = r.At.UtcDateTime.ToString(VendorOrder.Micros, CultureInfo.InvariantCulture),
    };

    [WolverineGet("/2023-11/admin/orders/overview")]
    public static async Task<IResult> GetOverview(
        HttpRequest request, Caller caller, KpiReport report, OrderPages orders, CancellationToken stop)
    {
        var (store, query, faults) = (caller.Store, new Query(request), new GenukaFaults());
        var (first, last) = (Day(query, "start_date", store, faults), Day(query, "end_date", store, faults));
        if (query.Unknown() is { } unknown)
            faults["query"] = unknown;
        if (faults.Count > 0)
            return GenukaErrors.Invalid(422, faults);

        var cells = await report.Cells(store.Name, first, last, null, stop);
        var sold = cells.Where(c => c.Key.IsCounted && c.Key.Currency == store.Currency)
            .Aggregate(default(KpiSum), (sum, c) => sum + c.Value);
        var created = new OrderFilter(store)
        {
            From = first is null ? null : JsonMembers.Time(Spelled(first.Value), store.TimeZone),
            To = last is null ? null : JsonMembers.Until(Spelled(last.Value), store.TimeZone),
        };
        return Reply.Json(new
        {
            ordersCount = cells.Values.Sum(s => s.Orders),
            sold.Revenue,
            unpaid = await orders.Count(created with { PaymentStatusNot = "paid", Phases = Live }, stop),
            late = await orders.Count(created with { Overdue = true }, stop),
            sold.AverageOrderValue,
        });
    }

    // A time is taken for its day: the vendor's reference allows both.
    private static DateOnly? Day(Query query, string name, Store store, GenukaFaults faults)
    {
        if (query.Text(name) is not { } text)
            return null;
        if (JsonMembers.Time(text, store.TimeZone) is { } time)
            return store.DayOf(time);
        faults[name] = $"{name} takes a day, e.g. 2026-01-31.";
        return null;
    }

    private static string Spelled(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
