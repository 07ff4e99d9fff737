using OrderLedger.Api.Pushes;

namespace OrderLedger.Api.Vendors.Genuka;

/// <summary>Lists what happened to an order's status, newest first.</summary>
[GenukaAccess(Scope.Read), Tags("Dialect F: Genuka")]
public static class GetActivities
{
    private const int LimitUsual = 50;
    private const int LimitMax = 200;

    public static IResult? Before(HttpRequest request, Caller caller) => GenukaErrors.OfCompany(request, caller);

    [WolverineGet("/2023-11/admin/orders/{id}/activities")]
    public static async Task<IResult> Get(string id, HttpRequest request, Caller caller, LedgerReader ledger, CancellationToken stop)
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
}
