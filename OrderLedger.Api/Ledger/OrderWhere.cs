namespace OrderLedger.Api.Ledger;

/// <summary>The filter as SQL conditions and their parameters.</summary>
internal sealed class OrderWhere
{
    private readonly List<string> conditions = [];
    private readonly List<NpgsqlParameter> parameters;

    public OrderWhere(OrderFilter filter, bool withStatus)
        : this(filter, withStatus, [])
    {
        Add("not o.deleted");
        Add($"o.tenant_id = {In(filter.Store.Name)}");
    }

    /// <summary>No conditions yet, for a statement that puts them where it needs them.</summary>
    public OrderWhere() => parameters = [];

    private OrderWhere(OrderFilter filter, bool withStatus, List<NpgsqlParameter> parameters)
    {
        this.parameters = parameters;
        if (withStatus && filter.Statuses.Count > 0)
            Add($"o.status = any({In(filter.Statuses.ToArray())})");
        if (filter.Phases.Count > 0)
            Add($"o.phase = any({In(filter.Phases.Select(p => p.Word()).ToArray())})");
        if (filter.PaymentStatuses.Count > 0)
            Add($"o.payment_status = any({In(filter.PaymentStatuses.ToArray())})");
        if (filter.PaymentStatusNot is { } settled)
            Add($"o.payment_status is distinct from {In(settled)}");
        if (filter.Source is { } source)
            Add($"o.source = {In(source)}");
        if (filter.Tag is { } tag)
            Add(HasTag(In(tag)));
        if (filter.AssignedTo is { } assigned)
            Add($"o.assigned_to = {In(assigned)}");
        if (filter.From is { } from)
            Add($"o.created_at >= {In(from)}");
        if (filter.To is { } to)
            Add($"o.created_at < {In(to)}");
        if (filter.Overdue)
            Add(OverdueBy(filter.Store.LimitHours));
        if (filter.Search is { } search)
            Add(SearchWords.Query(search) is { } words ? $"d.search @@ {In(words)}::tsquery" : "false");
        foreach (var (name, value) in filter.Members)
            Add($"d.data -> 'details' ->> {In(name)} = {In(value)}");
        DetailsJoin = filter.Search is null && filter.Members.Count == 0 ? "" : "join ledger.mt_doc_order_details d using (tenant_id, id)";
    }

    /// <summary>Holds for an order that is still worked on (<see cref="Phases.IsOpen"/>); as an index of such orders has it.</summary>
    public const string OpenPhases = "phase in ('draft', 'open', 'in_progress')";

    /// <summary>Holds for an order with a tag; as the index of tags has it.</summary>
    public static string HasTag(string tag) => $"o.tags is not null and string_to_array(o.tags::text, ' ') @> array[{tag}]";

    public string DetailsJoin { get; } = "";

    public string Sql => conditions.Count == 0 ? "true" : string.Join(" and ", conditions);

    public NpgsqlParameter[] Parameters => [.. parameters];

    /// <summary>The conditions of another filter of the same store, in the same statement.</summary>
    public OrderWhere Rest(OrderFilter filter) => new(filter, withStatus: true, parameters);

    public void Add(string condition) => conditions.Add(condition);

    public string In<T>(T value)
    {
        parameters.Add(Ledger.Sql.In(value));
        return $"${parameters.Count}";
    }

    private string OverdueBy(IReadOnlyDictionary<string, int> limitHours) => limitHours.Count == 0
        ? "false"
        : $"o.{OpenPhases} and (" + string.Join(" or ", limitHours.Select(l =>
            $"(o.status = {In(l.Key)} and o.status_since < now() - make_interval(hours => {In(l.Value)}))")) + ")";
}
