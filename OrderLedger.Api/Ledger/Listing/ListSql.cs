namespace OrderLedger.Api.Ledger.Listing;

/// <summary>
/// The statements of one page. Each reads a bounded number of rows, by one of three ways: all of a few candidates that an index names, the
/// first of each status, or the next so many orders whatever they are, of which those that match are shown.
/// </summary>
internal sealed class ListSql(ListAsk ask, IReadOnlyList<StatusCount> counts)
{
    /// <summary>Candidates that are all looked at, whatever the order; a list of more is walked.</summary>
    public const int FewMax = 1_000;

    /// <summary>Orders that are looked through for one page of those that match.</summary>
    public const int LookedMax = 3_000;

    /// <summary>Orders that are looked through before an index is asked for words: what many orders hold is found among these.</summary>
    public const int NearMax = 1_000;

    /// <summary>Statuses that are walked side by side; of more, orders of any status are walked.</summary>
    private const int MergedMax = 3;

    /// <summary>A shorter word of a search is taken as it is, and not for the beginning of others.</summary>
    private const int BeginningMin = 3;

    private const string OpenPhases = $"o.{OrderWhere.OpenPhases}";

    private readonly OrderFilter filter = ask.Filter;

    /// <summary>The statuses that orders of the list have; null for any.</summary>
    private string[]? Statuses => filter.Statuses.Count == 0 && filter.Phases.Count == 0 && !IsOpenOnly
        ? null
        : [.. counts.Where(IsAsked).Select(c => c.Status).Distinct()];

    private bool IsOpenOnly => ask.Sort == ListSort.Waiting || filter.Overdue;

    private string Direction => ask.IsDescending ? "desc" : "asc";

    private string OrderBy => $"order by {ask.Key} {Direction}, o.id {Direction}";

    /// <summary>Whether something is left to ask of an order that has the right status.</summary>
    private bool HasRest => !(filter with { Overdue = false, From = null, To = null }).IsCounted
        || (!ask.IsByCreation && (filter.From ?? filter.To) is not null);

    /// <summary>The orders with these statuses, exactly, where nothing else narrows the list; as the KPI cells count them.</summary>
    public long? Counted => filter.IsCounted ? counts.Where(IsAsked).Sum(c => c.Orders) : null;

    /// <summary>Nothing can match: no word to search, or no order of such a status.</summary>
    public bool IsNothing => (filter.Search is not null && Words is null) || Statuses is { Length: 0 };

    /// <summary>Whether no more than a page of each status has to be read.</summary>
    public bool IsByStatus =>
        ask.Sort == ListSort.Waiting ? !HasRest : Statuses is not null && !HasRest && !filter.Overdue && ask.IsByCreation;

    private string? Words => filter.Search is { } search ? SearchWords.Query(search, BeginningMin) : null;

    /// <summary>Candidates of this list that are all looked at.</summary>
    public int Few => filter.Tag is not null && Words is null ? MarkedOrders.TaggedMax : FewMax;

    /// <summary>Which few ids an index could name, and at most one more than are looked at; null where none could.</summary>
    public string? Candidates(OrderWhere where)
    {
        var store = where.In(filter.Store.Name);
        if (Words is { } words)
            return $"select * from ledger.ol_search({store}, {where.In(words)}::tsquery, {FewMax + 1}) as found (id)";
        if (MarkedOrders.Candidates(filter, where) is { } marked)
            return marked;
        if (filter.Overdue)
            return ask.Sort == ListSort.Waiting && !HasRest ? null : Overdue(where, FewMax + 1);
        return Statuses is { } statuses && (HasRest || !ask.IsByCreation)
            && counts.Where(c => statuses.Contains(c.Status)).Sum(c => c.Orders) <= FewMax
            ? FirstIds(where, statuses)
            : null;
    }

    // Sorted as the index is: without, a plan for any status expects so many that it reads the table instead.
    private string FirstIds(OrderWhere where, string[] statuses) =>
        $"""
         select o.id from unnest({where.In(statuses)}) as s (status)
          cross join lateral (select o.id from ledger.mt_doc_order o where o.tenant_id = {where.In(filter.Store.Name)} and o.status = s.status
              order by o.created_at desc, o.id desc limit {FewMax + 1}) o
          limit {FewMax + 1}
         """;

    /// <summary>Ids of orders over their status' limit, so many at most.</summary>
    public string Overdue(OrderWhere where, int max) =>
        $"""
         select o.id from {Limits(where)}
          cross join lateral (select o.id from ledger.mt_doc_order o
              where o.tenant_id = {where.In(filter.Store.Name)} and o.status = s.status and o.status_since < s.until and not o.deleted and {OpenPhases}
              order by o.status_since limit {max}) o
          limit {max}
         """;

    /// <summary>Rows of id, key and found, out of few candidates: all that match are counted.</summary>
    public string OfFew(OrderWhere where, string candidates)
    {
        var isOfOverdue = filter is { Search: null, Tag: null, AssignedTo: null };
        var rest = where.Rest(filter with { Search = null, Overdue = filter.Overdue && !isOfOverdue });
        if (IsOpenOnly)
            rest.Add(OpenPhases);
        return $"""
            with few as materialized ({candidates})
            select o.id, o.key, o.found from (
                select o.id, {ask.Key} as key, count(*) over () as found from few join ledger.mt_doc_order o on o.tenant_id = {where.In(filter.Store.Name)} and o.id = few.id
                 where not o.deleted and {rest.Sql}) o
             where {Beyond(where, "o.key")} order by o.key {Direction}, o.id {Direction} limit {filter.Limit + 1}
            """;
    }

    /// <summary>Rows of id, key and found, the first of each status put together.</summary>
    public string ByStatus(OrderWhere where) =>
        $"select o.id, {ask.Key} as key, null::bigint as found from ({FirstOfEach(where, filter.Limit + 1)}) o";

    /// <summary>Rows of id, key and found: of the next orders in the list's sort those that match.</summary>
    public string Walked(OrderWhere where, int lookedMax) =>
        $"""
         select o.id, {ask.Key} as key, null::bigint as found from ({Window(where, lookedMax)}) o where {Matching(where)} {OrderBy} limit {filter.Limit + 1}
         """;

    /// <summary>How many of the first orders in the list's sort match, and how many there were to look through.</summary>
    public string Count(OrderWhere where) =>
        $"select count(*) filter (where {Matching(where)}), count(*) from ({Window(where, LookedMax)}) o";

    /// <summary>The last order a walk looks at; no row where it came to the end.</summary>
    public string Horizon(OrderWhere where) =>
        $"select o.id, {ask.Key} as key, null::bigint as found from ({Window(where, LookedMax)}) o offset {LookedMax - 1}";

    private string Window(OrderWhere where, int max)
    {
        if (ask.Sort == ListSort.Waiting || (ask.IsByCreation && Statuses is { Length: <= MergedMax }))
            return FirstOfEach(where, max);
        var walked = where.Rest(new(filter.Store)
        {
            From = ask.IsByCreation ? filter.From : null,
            To = ask.IsByCreation ? filter.To : null,
            AssignedTo = ask.IsByCreation ? filter.AssignedTo : null,
        });
        return $"""
            select * from ledger.mt_doc_order o
             where o.tenant_id = {where.In(filter.Store.Name)} and not o.deleted and {walked.Sql} and {Beyond(where, ask.Key)} {OrderBy} limit {max}
            """;
    }

    // The first of all are among the first of each.
    private string FirstOfEach(OrderWhere where, int max)
    {
        var rest = where.Rest(new(filter.Store)
        {
            Phases = filter.Phases,
            From = ask.IsByCreation ? filter.From : null,
            To = ask.IsByCreation ? filter.To : null,
        });
        if (ask.Sort == ListSort.Waiting)
            rest.Add($"{OpenPhases} and o.status_since < s.until");
        return $"""
            select o.* from {Limits(where)}
             cross join lateral (select * from ledger.mt_doc_order o
                 where o.tenant_id = {where.In(filter.Store.Name)} and o.status = s.status and not o.deleted and {Beyond(where, ask.Key)} and {rest.Sql}
                 {OrderBy} limit {max}) o
             {OrderBy} limit {max}
            """;
    }

    private string Matching(OrderWhere where)
    {
        var rest = where.Rest(filter with { Search = null });
        if (IsOpenOnly)
            rest.Add(OpenPhases);
        AddSearch(rest);
        return rest.Sql;
    }

    // A word that many orders hold is looked up order by order.
    private void AddSearch(OrderWhere rest)
    {
        if (Words is { } words)
            rest.Add($"""
                (select d.search @@ {rest.In(words)}::tsquery from ledger.mt_doc_order_details d
                  where d.tenant_id = {rest.In(filter.Store.Name)} and d.id = o.id)
                """);
    }

    // Each status with the time an order has to have it since to be shown.
    private string Limits(OrderWhere where)
    {
        var limits = filter.Store.LimitHours;
        var asked = (Statuses ?? []).Where(s => !filter.Overdue || limits.ContainsKey(s)).ToArray();
        return $"(select status, case hours when -1 then 'infinity' else now() - make_interval(hours => hours) end as until "
            + $"from unnest({where.In(asked)}, {where.In(asked.Select(s => filter.Overdue ? limits[s] : -1).ToArray())}) as l (status, hours)) as s";
    }

    private string Beyond(OrderWhere where, string key) => ask.Place is { } place
        ? $"({key}, o.id) {(ask.IsDescending ? "<" : ">")} ({where.In(place.CreatedAt)}, {where.In(place.OrderId)})"
        : "true";

    private bool IsAsked(StatusCount count) => (filter.Statuses.Count == 0 || filter.Statuses.Contains(count.Status))
        && (filter.Phases.Count == 0 || filter.Phases.Contains(count.Phase)) && (!IsOpenOnly || count.Phase.IsOpen());
}
