using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Listing;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>
/// The address of a list of orders, which holds all of its state. The parts are in one order and without the page, so that two addresses of
/// the same list are the same text.
/// </summary>
public sealed record ListAddress(IReadOnlyList<(string Name, string Value)> Parts)
{
    public static readonly IReadOnlyList<(string Word, ListSort Sort, string Name)> Sorts =
    [
        ("newest", ListSort.Newest, "Newest first"), ("oldest", ListSort.Oldest, "Oldest first"),
        ("waiting", ListSort.Waiting, "Longest in status (open work)"), ("updated", ListSort.Updated, "Last changed first"),
    ];

    /// <summary>Without the leading "?".</summary>
    public string Query => string.Join('&', Parts.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));

    /// <summary>The parameters that narrow the list; the sort does not.</summary>
    public IEnumerable<(string Name, string Value)> Narrowing => Parts.Where(p => p.Name is not ("sort" or "limit"));

    public string? One(string name) => Parts.FirstOrDefault(p => p.Name == name).Value;

    public bool Has(string name, string value) => Parts.Contains((name, value));

    public ListAddress Without(string name, string value) => new([.. Parts.Where(p => p != (name, value))]);

    public string Url(Visit visit, string path = "/orders", string? more = null)
    {
        var query = string.Join('&', new[] { Query, more }.Where(q => !string.IsNullOrEmpty(q)));
        return visit.Url(path) + (query.Length == 0 ? "" : "?" + query);
    }

    /// <summary>Reads what a request asks for, or says in a sentence why it cannot be read.</summary>
    internal static Asked Read(Query query, Store store)
    {
        var (word, before) = (query.One("sort") ?? Sorts[0].Word, query.Text("before"));
        var sort = Sorts.FirstOrDefault(s => s.Word == word);
        var (filter, fault) = OrderQuery.Read(query, store);
        if (filter is null)
            return new(new([]), null, fault);
        var place = before is null ? null : OrderCursor.Parse(before);
        fault = sort.Name is null ? $"sort takes: {string.Join(", ", Sorts.Select(s => s.Word))}."
            : before is not null && place is null ? "before is not one that a page began with."
            : before is not null && filter.After is not null ? "A page begins either behind cursor or before before, not both."
            : null;
        return fault is null ? new(Of(filter, query, word), new(filter, sort.Sort) { Before = place }, null) : new(new([]), null, fault);
    }

    /// <summary>A list as a request asks for it, or a sentence that says why it cannot be read.</summary>
    public sealed record Asked(ListAddress Address, ListAsk? Ask, string? Fault);

    private static ListAddress Of(OrderFilter filter, Query query, string sort)
    {
        List<(string, string?)> parts =
        [
            .. filter.Statuses.Distinct().Order(StringComparer.Ordinal).Select(s => ("status", (string?)s)),
            .. filter.Phases.Distinct().Order().Select(p => ("phase", (string?)p.Word())),
            .. filter.PaymentStatuses.Distinct().Order(StringComparer.Ordinal).Select(p => ("payment", (string?)p)),
            ("source", filter.Source), ("tag", filter.Tag), ("assigned", filter.AssignedTo), ("from", query.Text("from")), ("to", query.Text("to")),
            ("overdue", filter.Overdue ? "true" : null), ("search", filter.Search), ("sort", sort == Sorts[0].Word ? null : sort),
            ("limit", filter.Limit == new OrderFilter(filter.Store).Limit ? null : filter.Limit.ToString(CultureInfo.InvariantCulture)),
        ];
        return new([.. parts.Where(p => p.Item2 is not null).Select(p => (p.Item1, p.Item2!))]);
    }
}
