using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Auditing;

/// <summary>
/// An event as a page shows it: what it says, of its details the names of the members only; as it is stored, cut where that is long; and
/// what its entry says of it.
/// </summary>
public sealed record TimelineEvent(Recorded Recorded, string Data, DateTimeOffset? OccurredAt)
{
    /// <summary>Characters of the data that were cut off.</summary>
    public int More { get; init; }

    public bool Unusual { get; init; }

    public bool Stale { get; init; }

    /// <summary>How long the status that was left had lasted.</summary>
    public TimeSpan? Held { get; init; }

    public bool Late => OccurredAt is { } occurred && Push.IsLate(occurred, Recorded.At);
}

/// <summary>Pushes of a store that said nothing new, on one of its days.</summary>
public sealed record Repeated(DateOnly Day, string Source, long Pushes);

/// <summary>The orders above and below in the list, which follows creation, newest first; null at its ends.</summary>
public sealed record Neighbours(string? Above, string? Below);

/// <summary>
/// Reads what a page about one order needs beside the order: its events a page at a time, what stands around it in the list. Nothing is
/// folded, so the length of the stream does not matter.
/// </summary>
public sealed class OrderTimeline(NpgsqlDataSource database)
{
    /// <summary>
    /// Most characters of an event's data that are read: a page of fifty may be asked for every second, and each may hold a MiB.
    /// </summary>
    public const int DataMax = 4_000;

    // The details as a line of the timeline tells them: which members there were.
    private const string NamesOfDetails =
        """
        case when jsonb_typeof(data -> 'details') = 'object' then jsonb_set(data, '{details}',
            (select coalesce(jsonb_object_agg(name, null::text), '{}') from jsonb_object_keys(data -> 'details') as k (name))) else data end
        """;

    /// <summary>The events below a version, newest first.</summary>
    public Task<List<TimelineEvent>> Page(StreamKey stream, long before, int count, CancellationToken stop) => database.Query(
        r => new TimelineEvent(LedgerReader.ReadRecorded(r), r.GetString(13), r.NullableValue<DateTimeOffset>(15))
        {
            More = Math.Max(0, r.GetInt32(14) - DataMax),
            Unusual = r.NullableValue<bool>(16) ?? false,
            Stale = r.NullableValue<bool>(17) ?? false,
            Held = r.NullableValue<double>(18) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        },
        $"""
         select {LedgerReader.Columns}, left(whole, $5), length(whole), n.occurred_at, n.unusual, n.stale, extract(epoch from n.held)::float8
           from (select seq_id, id, tenant_id, stream_id, version, timestamp, user_name, headers, correlation_id, causation_id, type,
                        {NamesOfDetails} as data, data::text as whole
                   from ledger.mt_events where tenant_id = $1 and stream_id = $2 and version < $3 order by version desc limit $4) e
           left join lateral (select occurred_at, unusual, stale, held from ledger.ol_entry where ol_entry.seq_id = e.seq_id) n on true
          order by version desc
         """, stop, In(stream.Store), In(stream.OrderId), In(before), In(count), In(DataMax));

    /// <summary>
    /// By days of the store. They are counted for all its orders together: which order such a push was about is not kept.
    /// </summary>
    public Task<List<Repeated>> Repeated(string store, IReadOnlyCollection<DateOnly> days, CancellationToken stop) => database.Query(
        r => new Repeated(r.GetFieldValue<DateOnly>(0), r.GetString(1), r.GetInt64(2)),
        "select day, source, pushes from ledger.ol_duplicate where store = $1 and day = any($2) order by day, source", stop,
        In(store), Column(days, d => d));

    public async Task<Neighbours> Around(StreamKey stream, DateTimeOffset createdAt, CancellationToken stop)
    {
        const string orders = "select id from ledger.mt_doc_order where tenant_id = $1 and not deleted and (created_at, id)";
        return (await database.Query(r => new Neighbours(r.Nullable<string>(0), r.Nullable<string>(1)),
            $"""
             select ({orders} > ($2, $3) order by created_at, id limit 1),
                    ({orders} < ($2, $3) order by created_at desc, id desc limit 1)
             """, stop, In(stream.Store), In(createdAt), In(stream.OrderId)))[0];
    }

    /// <summary>
    /// Whether what is personal was erased: the details were left by an erasure, or the order's first event has lost its part. Two rows are
    /// looked at.
    /// </summary>
    public async Task<bool> IsErased(StreamKey stream, CancellationToken stop) => (await database.Query(r => r.GetBoolean(0),
        """
        select exists (select from ledger.mt_doc_order_details d join ledger.mt_events e
                           on e.tenant_id = d.tenant_id and e.stream_id = d.id and e.version = d.mt_version
                        where d.tenant_id = $1 and d.id = $2 and e.type = 'personal_data_erased')
            or exists (select from ledger.mt_events e join ledger.ol_leaf l using (seq_id)
                        where e.tenant_id = $1 and e.stream_id = $2 and e.version = 1 and l.personal is not null and l.salt is null)
        """, stop, In(stream.Store), In(stream.OrderId)))[0];
}
