namespace OrderLedger.Api.Http;

/// <summary>The filters of a list of orders, from the query string.</summary>
internal static class OrderQuery
{
    private const int SearchMax = 200;

    public static (OrderFilter? Filter, string? Fault) Read(Query query, Store store)
    {
        var phases = query.Many("phase");
        var from = query.Text("from");
        var to = query.Text("to");
        var tag = query.Text("tag");
        var overdue = query.One("overdue");
        var limit = query.One("limit");
        var cursor = query.Text("cursor");
        var filter = new OrderFilter(store)
        {
            Statuses = [.. query.Many("status").Select(s => s.ToLowerInvariant())],
            Phases = [.. phases.Select(Phases.Parse).OfType<Phase>()],
            PaymentStatuses = query.Many("payment"),
            Source = query.One("source"),
            Tag = tag is null ? null : Tags.Read(tag),
            AssignedTo = query.Text("assigned"),
            From = from is null ? null : JsonMembers.Time(from, store.TimeZone),
            To = to is null ? null : JsonMembers.Until(to, store.TimeZone),
            Overdue = overdue is "true" or "1",
            Search = query.Text("search"),
            Limit = limit is null ? 25 : int.TryParse(limit, out var number) ? number : 0,
            After = cursor is null ? null : OrderCursor.Parse(cursor),
        };
        if (tag is not null && filter.Tag is null)
            return (null, $"tag takes a word of up to {Tags.LengthMax} characters.");
        return Fault(query, filter, phases, (from, to), overdue, cursor) is { } fault ? (null, fault) : (filter, null);
    }

    private static string? Fault(
        Query query, OrderFilter filter, IReadOnlyList<string> phases, (string? From, string? To) days, string? overdue, string? cursor)
    {
        if (query.Unknown() is { } unknown)
            return unknown;
        if (filter.Phases.Count != phases.Count)
            return $"phase takes: {string.Join(", ", Phases.All)}.";
        if ((days.From is not null && filter.From is null) || (days.To is not null && filter.To is null))
            return "from and to take a day or a time in ISO 8601, e.g. 2026-01-31 (in a URL a + is written %2B).";
        if (overdue is not (null or "true" or "false" or "1" or "0"))
            return "overdue takes true or false.";
        if (filter.Limit is < 1 or > OrderFilter.LimitMax)
            return $"limit takes a number from 1 to {OrderFilter.LimitMax}.";
        if (filter.Search?.Length > SearchMax)
            return $"search takes up to {SearchMax} characters.";
        return cursor is not null && filter.After is null ? "cursor is not one that a page ended with." : null;
    }
}
