namespace OrderLedger.Api.Vendors.Awal;

/// <summary>Lists the orders of an Awal store by page and filter. Signed as a push is, with an empty body.</summary>
[AwalAccess(Scope.Read), Tags("Dialect D: Awal")]
public static class ListOrders
{
    private const int LimitMax = 100;

    public static IResult? Before(HttpRequest request) => AwalDialect.OfNumber(request);

    [WolverineGet("/orders")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, OrderPages orders, CancellationToken stop)
    {
        var context = request.HttpContext;
        var query = new Query(request);
        query.Text("phone_number_id");
        var (filter, page, faults) = Asked(query, caller.Store);
        if (query.Unknown() is { } unknown)
            return AwalErrors.Invalid(context, 400, "query", unknown);
        if (faults.Count > 0)
            return AwalErrors.Invalid(context, 422, faults);
        var (found, total) = await orders.Page(filter, page, stop);
        return Many(found, page, total);
    }

    private static IResult Many(IReadOnlyList<DetailedOrder> orders, NumberedPage page, long total) => Reply.Written(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("status", true);
        json.WriteStartArray("data");
        foreach (var order in orders)
            AwalDialect.Write(json, new(order.OrderId, order.Order, order.Details));
        json.WriteEndArray();
        json.WriteStartObject("meta");
        json.WriteNumber("current_page", page.Number);
        json.WriteNumber("per_page", page.Size);
        json.WriteNumber("total", total);
        json.WriteNumber("last_page", Math.Max(1, (total + page.Size - 1) / page.Size));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static Wanted Asked(Query query, Store store)
    {
        var (from, to) = (query.Text("from_date"), query.Text("to_date"));
        var page = new NumberedPage(query.Number("page", 1), query.Number("limit", 10));
        var statuses = query.Many("status").Select(Vocabularies.Awal.Read).ToList();
        var filter = new OrderFilter(store)
        {
            Statuses = [.. statuses.OfType<string>()],
            From = from is null ? null : JsonMembers.Time(from, store.TimeZone),
            To = to is null ? null : JsonMembers.Until(to, store.TimeZone),
            Search = query.Text("searchTerm"),
            Members = [.. Members(query, "branch_id", "customer_id")],
        };
        var faults = new Dictionary<string, string>();
        if (page.Number is < 1 or > NumberedPage.NumberMax)
            faults["page"] = $"page takes a number from 1 to {NumberedPage.NumberMax}.";
        if (page.Size is < 1 or > LimitMax)
            faults["limit"] = $"limit takes a number from 1 to {LimitMax}.";
        if (statuses.Contains(null))
            faults["status"] = $"Invalid status. Allowed: {string.Join(", ", Vocabularies.Awal.Statuses)}";
        if (from is not null && filter.From is null)
            faults["from_date"] = "from_date takes a day as YYYY-MM-DD, e.g. 2026-01-31.";
        if (to is not null && filter.To is null)
            faults["to_date"] = "to_date takes a day as YYYY-MM-DD, e.g. 2026-01-31.";
        return new(filter, page, faults);
    }

    private sealed record Wanted(OrderFilter Filter, NumberedPage Page, Dictionary<string, string> Faults);

    private static IEnumerable<(string Name, string Value)> Members(Query query, params string[] names) =>
        names.Select(name => (name, query.Text(name)?.Trim())).Where(m => m.Item2 is { Length: > 0 }).Select(m => (m.name, m.Item2!));
}
