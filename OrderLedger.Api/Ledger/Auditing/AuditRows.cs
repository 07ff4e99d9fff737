using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>How the rows of an audit are read.</summary>
internal static class AuditRows
{
    public const string EntryColumns =
        """
        seq_id, type, actor, source, correlation_id, recorded_at, order_id, version, status_from, status_to, phase, coalesce(occurred_at, recorded_at),
        unusual, stale, extract(epoch from held)::float8
        """;

    public const int EntryColumnCount = 15;

    public const string ActionColumns = "seq_id, type, actor, source, request_id, recorded_at, data::text, store";

    public static AuditLine Entry(NpgsqlDataReader r) => new AuditLine.OfOrder(
        r.GetInt64(0), r.GetString(1), Sender(r), r.GetFieldValue<DateTimeOffset>(5), r.GetString(6), r.GetInt64(7))
    {
        StatusFrom = r.Nullable<string>(8),
        StatusTo = r.Nullable<string>(9),
        Phase = r.GetString(10),
        OccurredAt = r.GetFieldValue<DateTimeOffset>(11),
        Unusual = r.GetBoolean(12),
        Stale = r.GetBoolean(13),
        Held = r.NullableValue<double>(14) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    public static AuditLine Action(NpgsqlDataReader r) => new AuditLine.OfStore(
        r.GetInt64(0), r.GetString(1), Sender(r), r.GetFieldValue<DateTimeOffset>(5), JsonElement.Parse(r.GetString(6)))
    {
        ConcernsAll = r.GetString(7) == ActionStreams.AllStores,
    };

    private static Sender Sender(NpgsqlDataReader r) => new(r.GetString(2), r.GetString(3), r.Nullable<string>(4));
}
