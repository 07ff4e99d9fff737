using System.Globalization;

namespace OrderLedger.Benchmarks.Audits;

/// <summary>
/// A question as a client asks it over HTTP, and as somebody asks PostgreSQL for the same rows. The values stand in the statement:
/// prepared, it is planned once and for exactly them, which is the best that plain SQL can do. Its first column is the place in the ledger.
/// </summary>
internal sealed record AuditQuestion(string Name, string Path, string Sql)
{
    /// <summary>Lines of a first page, unless told otherwise.</summary>
    private const int Page = 50;

    private const string OfEntries =
        """
        select seq_id, order_id, version, type, actor, source, status_from, status_to, phase, recorded_at, occurred_at, correlation_id, unusual, stale, held
          from ledger.ol_entry where store = 'default'
        """;

    private static readonly string[] Columns = ["actor", "source", "status_from", "status_to", "correlation_id"];

    /// <summary>Values of a share of the entries each, strewn evenly; see <see cref="SpreadValues"/>.</summary>
    private static readonly string[] Values = ["one-percent", "p1", "p03", "p01", "absent"];

    private static readonly DateTime Day = DateTime.UtcNow.Date.AddDays(-60);

    public bool IsFilter => Path.StartsWith("/api/audit", StringComparison.Ordinal);

    public static AuditQuestion HistoryOf(long orderId, string name) => new(name, $"/api/orders/{orderId}/history",
        $"""
         select seq_id, id, version, type, timestamp, user_name, headers ->> 'source', correlation_id, causation_id, data
           from ledger.mt_events where tenant_id = 'default' and stream_id = '{orderId}' order by version desc limit {Page}
         """);

    public static IEnumerable<AuditQuestion> Filters(long knownOrder) =>
    [
        Filter("", ""), Equal("type", "status_changed"), Equal("type", "order_deleted"), Filter("unusual=true", " and unusual"),
        Filter("kind=orders", ""), Actions, OfOrder($"{knownOrder}"), OfOrder("absent"),
        .. Columns.SelectMany(_ => Values, Equal),
        Filter("recorded_from=2020-01-01&recorded_to=2020-02-01", Between("recorded_at", new(2020, 1, 1), new(2020, 2, 1))),
        Filter($"recorded_to={Of(Day)}", Between("recorded_at", null, Day)),
        Filter($"recorded_from={Of(Day)}&recorded_to={Of(Day.AddDays(1))}", Between("recorded_at", Day, Day.AddDays(1))),
        Filter($"occurred_to={Of(Day)}", Between("coalesce(occurred_at, recorded_at)", null, Day)),
        Filter($"occurred_from={Of(Day)}&occurred_to={Of(Day.AddDays(1))}",
            Between("coalesce(occurred_at, recorded_at)", Day, Day.AddDays(1))),
    ];

    private static AuditQuestion Actions => new("kind=actions", "/api/audit?kind=actions",
        $"""
         select seq_id, type, actor, source, request_id, recorded_at, data
           from ledger.ol_action where store in ('default', '*') order by seq_id desc limit {Page}
         """);

    private static AuditQuestion Filter(string query, string condition) =>
        new(query.Length == 0 ? "no filter" : query, $"/api/audit?{query}", $"{OfEntries}{condition} order by seq_id desc limit {Page}");

    private static AuditQuestion Equal(string column, string value) => Filter($"{column}={value}", $" and {column} = '{value}'");

    // By the streams' own index: the entries have none by order.
    private static AuditQuestion OfOrder(string id) => Filter($"order={id}",
        $" and seq_id in (select seq_id from ledger.mt_events where tenant_id = 'default' and stream_id = '{id}')");

    // To a day means its end.
    private static string Between(string time, DateTime? from, DateTime upto) =>
        (from is { } begin ? $" and {time} >= '{Of(begin)}T00:00Z'" : "") + $" and {time} < '{Of(upto.AddDays(1))}T00:00Z'";

    private static string Of(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
