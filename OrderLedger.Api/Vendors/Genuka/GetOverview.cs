namespace OrderLedger.Api.Vendors.Genuka;

/// <summary>Sums up the orders created between two days.</summary>
[GenukaAccess(Scope.Read), Tags("Dialect F: Genuka")]
public static class GetOverview
{
    /// <summary>An order in one of these still has something to be paid for.</summary>
    private static readonly Phase[] Live = [Phase.Open, Phase.InProgress, Phase.Done];

    public static IResult? Before(HttpRequest request, Caller caller) => GenukaErrors.OfCompany(request, caller);

    [WolverineGet("/2023-11/admin/orders/overview")]
    public static async Task<IResult> Get(
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
