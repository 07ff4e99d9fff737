namespace OrderLedger.Api.Pushes.Refused;

/// <summary>The filters of the refused pushes, from the query string.</summary>
internal static class RejectedQuery
{
    private const int TextMax = 200;

    public static (RejectedFilter? Filter, string? Fault) Read(Query query, Store store, int limitMax, bool paged)
    {
        var (states, statuses) = (query.Many("state"), query.Many("status"));
        var (from, to, cursor) = (query.Text("from"), query.Text("to"), paged ? query.Text("cursor") : null);
        var filter = new RejectedFilter(store.Name)
        {
            States = states.Count == 0 ? [RejectedPush.Open] : states,
            Statuses = [.. statuses.Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)],
            Path = query.Text("path"),
            Text = query.Text("text"),
            Actor = query.Text("actor"),
            Source = query.Text("source"),
            Reason = query.Text("reason"),
            OrderId = query.Text("order"),
            From = from is null ? null : JsonMembers.Time(from, store.TimeZone),
            To = to is null ? null : JsonMembers.Until(to, store.TimeZone),
            Limit = query.Number("limit", paged ? 25 : limitMax),
            After = cursor is not null && OrderCursor.Parse(cursor) is var (at, text) && Guid.TryParse(text, out var id) ? (at, id) : null,
        };
        var fault =
            query.Unknown() is { } unknown ? unknown
            : filter.States.Except(RejectedPush.States).Any() ? $"state takes: {string.Join(", ", RejectedPush.States)}."
            : filter.Statuses.Contains(0) ? "status takes the HTTP status of the answer, e.g. 404."
            : filter.Path?.Length > TextMax || filter.Text?.Length > TextMax || filter.Reason?.Length > TextMax
                ? $"path, text and reason take up to {TextMax} characters."
            : (from is not null && filter.From is null) || (to is not null && filter.To is null)
                ? "from and to take a day or a time in ISO 8601, e.g. 2026-01-31 (in a URL a + is written %2B)."
            : filter.Limit < 1 || filter.Limit > limitMax ? $"limit takes a number from 1 to {limitMax}."
            : cursor is not null && filter.After is null ? "cursor is not one that a page ended with."
            : null;
        return fault is null ? (filter, null) : (null, fault);
    }
}
