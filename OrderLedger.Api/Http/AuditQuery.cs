using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Http;

/// <summary>The filters of an audit, from the query string.</summary>
internal static class AuditQuery
{
    /// <summary>The kinds that may be asked for: the events of orders, what was done to the store, or both.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["all", "orders", "actions"];

    public static IReadOnlyCollection<string> EventTypes => Ledger.EventTypes.Names;

    /// <summary>The types that may be asked for: those of events, and where they are asked for those of actions.</summary>
    public static IReadOnlyCollection<string> Types(AuditFilter filter) =>
        filter.WithActions ? [.. EventTypes.Union(ActionTypes.All)] : EventTypes;

    public static (AuditFilter? Filter, string? Fault) Read(Query query, Store store)
    {
        var recorded = (From: query.Text("recorded_from"), To: query.Text("recorded_to"));
        var occurred = (From: query.Text("occurred_from"), To: query.Text("occurred_to"));
        var (kind, unusual) = (query.One("kind") ?? "all", query.One("unusual"));
        var (cursor, of) = (query.One("cursor"), query.Text("store"));
        var filter = new AuditFilter(store)
        {
            RecordedFrom = From(recorded.From, store),
            RecordedTo = To(recorded.To, store),
            OccurredFrom = From(occurred.From, store),
            OccurredTo = To(occurred.To, store),
            Actor = query.Text("actor"),
            Source = query.Text("source"),
            Type = query.Text("type"),
            StatusFrom = query.Text("status_from")?.ToLowerInvariant(),
            StatusTo = query.Text("status_to")?.ToLowerInvariant(),
            OrderId = query.Text("order"),
            CorrelationId = query.Text("correlation_id"),
            Unusual = unusual is "true" or "1",
            WithOrders = kind != "actions",
            WithActions = kind != "orders",
            Limit = query.Number("limit", 50),
            Before = cursor is null
                ? long.MaxValue
                : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : 0,
        };
        var isTimely = IsTimely(recorded, filter.RecordedFrom, filter.RecordedTo)
            && IsTimely(occurred, filter.OccurredFrom, filter.OccurredTo);
        var fault = of is not null && of != store.Name
            ? $"store takes {store.Name}: a key sees its own store."
            : Fault(query, filter, kind, unusual, isTimely);
        return fault is null ? (filter, null) : (null, fault);
    }

    private static string? Fault(Query query, AuditFilter filter, string kind, string? unusual, bool isTimely) =>
        query.Unknown() is { } unknown ? unknown
        : !isTimely
            ? "recorded_from, recorded_to, occurred_from and occurred_to take a day or a time in ISO 8601, e.g. 2026-01-31 (in a URL a + is written %2B)."
        : !Kinds.Contains(kind) ? $"kind takes: {string.Join(", ", Kinds)}."
        : unusual is not (null or "true" or "false" or "1" or "0") ? "unusual takes true or false."
        : filter.Limit is < 1 or > AuditFilter.LimitMax ? $"limit takes a number from 1 to {AuditFilter.LimitMax}."
        : filter.Before < 1 ? "cursor is not one that a page ended with."
        : null;

    private static DateTimeOffset? From(string? text, Store store) => text is null ? null : JsonMembers.Time(text, store.TimeZone);

    private static DateTimeOffset? To(string? text, Store store) => text is null ? null : JsonMembers.Until(text, store.TimeZone);

    private static bool IsTimely((string? From, string? To) asked, DateTimeOffset? from, DateTimeOffset? to) =>
        (asked.From is null) == (from is null) && (asked.To is null) == (to is null);
}
