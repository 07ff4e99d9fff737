namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>The filter as SQL conditions and their parameters: of entries, or of actions.</summary>
internal sealed class AuditWhere
{
    private readonly List<string> conditions = [];
    private readonly List<NpgsqlParameter> parameters = [];

    private AuditWhere(AuditFilter filter, string store)
    {
        Add($"store = {In(store)}");
        if (filter.RecordedFrom is { } recordedFrom)
            Add($"recorded_at >= {In(recordedFrom)}");
        if (filter.RecordedTo is { } recordedTo)
            Add($"recorded_at < {In(recordedTo)}");
        Equal("actor", filter.Actor);
        Equal("source", filter.Source);
        Equal("type", filter.Type);
    }

    public string Sql => string.Join(" and ", conditions);

    public NpgsqlParameter[] Parameters => [.. parameters];

    public static AuditWhere OfEntries(AuditFilter filter)
    {
        var where = new AuditWhere(filter, filter.Store.Name);
        if (filter.OccurredFrom is { } from)
            where.Add($"coalesce(occurred_at, recorded_at) >= {where.In(from)}");
        if (filter.OccurredTo is { } to)
            where.Add($"coalesce(occurred_at, recorded_at) < {where.In(to)}");
        where.Equal("status_from", filter.StatusFrom);
        where.Equal("status_to", filter.StatusTo);
        where.Equal("correlation_id", filter.CorrelationId);
        if (filter.Unusual)
            where.Add("unusual");
        return where;
    }

    public static AuditWhere OfActions(AuditFilter filter, string stream)
    {
        var where = new AuditWhere(filter, stream);
        where.Equal("request_id", filter.CorrelationId);
        return where;
    }

    public void Add(string condition) => conditions.Add(condition);

    public string In<T>(T value)
    {
        parameters.Add(Ledger.Sql.In(value));
        return $"${parameters.Count}";
    }

    private void Equal(string column, string? value)
    {
        if (value is not null)
            Add($"{column} = {In(value)}");
    }
}
