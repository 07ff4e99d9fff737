using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// The table of refused pushes. A store keeps its newest ten thousand, their newest 256 MiB, and none longer than 30 days, done with or
/// not.
/// </summary>
public sealed class RejectedPushes(NpgsqlDataSource database)
{
    /// <summary>Most pushes kept of one store.</summary>
    public const int RowsMax = 10_000;

    /// <summary>Most bytes of bodies and answers kept of one store, 256 MiB.</summary>
    public const long BytesMax = 256L << 20;

    /// <summary>A larger body is shown only with the push itself, not in a list.</summary>
    public const int ListedBodyMax = 16 << 10;

    public static readonly TimeSpan AgeMax = TimeSpan.FromDays(30);

    // A flood must not wait for the minute: so many bytes after the last sweep, the push that brings them sweeps.
    private const long SweepAfterBytes = 64L << 20;
    private const int RowBytes = 8 << 10;

    internal const string Columns =
        """
        id, store, method, path, query, headers::text, actor, request_id, status, reason, octet_length(body), received_at, tries, tried_at, state, source,
        order_id, dismissed_by, dismissed_at, (select o.number from ledger.mt_doc_order o where o.tenant_id = store and o.id = order_id)
        """;

    /// <summary>SQL: the body, where it is not too large for a list.</summary>
    internal static readonly string ListedBody = $"case when octet_length(body) <= {ListedBodyMax} then body end";

    private const string Where =
        """
        store = $1 and state = any($2) and (cardinality($3) = 0 or status = any($3))
           and ($4::varchar is null or strpos(path || query, $4) > 0) and ($5::bytea is null or position($5 in body) > 0)
           and ($6::varchar is null or actor = $6)
           and ($7::timestamptz is null or received_at >= $7) and ($8::timestamptz is null or received_at < $8)
           and ($9::varchar is null or source = $9) and ($10::varchar is null or strpos(lower(reason), lower($10)) > 0)
           and ($11::varchar is null or order_id = $11)
        """;

    private const string MarkTried =
        $"""
         update ledger.ol_rejected_push set tries = tries + 1, tried_at = now(),
                status = case when state = 'replayed' then status else $3 end,
                reason = case when state = 'replayed' then reason else $4 end,
                answer = case when state = 'replayed' then answer else $6 end,
                state  = case when $5 = 'replayed' then $5 else state end
          where store = $1 and id = $2 returning {Columns}, body, answer
         """;

    private readonly Actions actions = new(database);
    private long bytesSinceSweep;

    /// <summary>Keeps them all, in one statement.</summary>
    public Task Keep(IReadOnlyCollection<RejectedPush> pushes, CancellationToken stop) => Insert(pushes, "", stop);

    /// <summary>
    /// Keeps those that are not kept already, done with or not: who asks a shop meets the same order again in each round.
    /// </summary>
    public Task KeepOnce(IReadOnlyCollection<RejectedPush> pushes, CancellationToken stop) => Insert(pushes,
        "where not exists (select from ledger.ol_rejected_push k where k.store = p.store and k.source = p.source and k.body = p.body)", stop);

    private async Task Insert(IReadOnlyCollection<RejectedPush> pushes, string where, CancellationToken stop)
    {
        var kept = await database.Execute(
            $"""
             insert into ledger.ol_rejected_push (id, store, method, path, query, headers, body, status, reason, actor, request_id, source, order_id)
             select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                        as p (id, store, method, path, query, headers, body, status, reason, actor, request_id, source, order_id)
             {where}
             """, stop,
            Column(pushes, p => p.Id), Column(pushes, p => p.Store), Column(pushes, p => p.Method), Column(pushes, p => p.Path),
            Column(pushes, p => p.Query), JsonColumn(pushes, p => JsonSerializer.Serialize(p.Headers)), Column(pushes, p => p.Body!),
            Column(pushes, p => p.Status), Column(pushes, p => p.Reason), Column(pushes, p => p.Actor), Column(pushes, p => p.RequestId),
            Column(pushes, p => p.Source), Column(pushes, p => p.OrderId));
        LedgerMeter.PushesKept.Add(kept);
        if (Interlocked.Add(ref bytesSinceSweep, pushes.Sum(p => (long)p.Body!.Length + RowBytes)) > SweepAfterBytes)
            await Sweep(stop);
    }

    /// <summary>The push with its body and its answer; null where the store keeps none of that id.</summary>
    public async Task<RejectedPush?> Find(string store, Guid id, CancellationToken stop) => (await database.Query(ReadAnswered,
        $"select {Columns}, body, answer from ledger.ol_rejected_push where store = $1 and id = $2", stop, In(store), In(id)))
            .SingleOrDefault();

    /// <summary>A page of them, newest first, and whether there are more.</summary>
    public async Task<(List<RejectedPush> Pushes, bool More)> Page(RejectedFilter filter, CancellationToken stop)
    {
        var pushes = await database.Query(Read,
            $"""
             select {Columns}, {ListedBody} from ledger.ol_rejected_push
              where {Where} and ($12::timestamptz is null or (received_at, id) < ($12, $13))
              order by received_at desc, id desc limit $14
             """, stop,
            [.. Values(filter), In(filter.After?.ReceivedAt), In(filter.After?.Id), In(filter.Limit + 1)]);
        return (pushes[..Math.Min(filter.Limit, pushes.Count)], pushes.Count > filter.Limit);
    }

    /// <summary>How many the store keeps in each state that any is in.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Counts(string store, CancellationToken stop) => (await database.Query(
        r => (r.GetString(0), r.GetInt64(1)), "select state, count(*) from ledger.ol_rejected_push where store = $1 group by state", stop, In(store)))
        .ToDictionary();

    /// <summary>How many came since a moment, whatever became of them.</summary>
    public async Task<long> CountSince(string store, DateTimeOffset since, CancellationToken stop) => (await database.Query(
        r => r.GetInt64(0), "select count(*) from ledger.ol_rejected_push where store = $1 and received_at >= $2", stop, In(store), In(since)))[0];

    /// <summary>The ids of the oldest, in the order they came: bodies are read one by one.</summary>
    public Task<List<Guid>> Oldest(RejectedFilter filter, CancellationToken stop) => database.Query(r => r.GetGuid(0),
        $"select id from ledger.ol_rejected_push where {Where} order by received_at, id limit $12", stop,
            [.. Values(filter), In(filter.Limit)]);

    /// <summary>
    /// Notes what came of trying again. A push that was carried out stays so, whatever a slower try says; that it was is recorded.
    /// </summary>
    public async Task<RejectedPush> Mark(RejectedPush push, Sender by, CancellationToken stop)
    {
        RejectedPush? marked = null;
        if (push.State != RejectedPush.Replayed)
            marked = (await database.Query(ReadAnswered, MarkTried, stop, Tried(push))).SingleOrDefault();
        else
            await actions.Record(by, async (connection, inTime) =>
            {
                var isNews = await connection.Run(
                    "select 1::bigint from ledger.ol_rejected_push where store = $1 and id = $2 and state <> $3", inTime,
                    In(push.Store), In(push.Id), In(push.State)) == 1;
                marked = (await connection.Rows(ReadAnswered, MarkTried, inTime, Tried(push))).SingleOrDefault();
                return isNews ? Of(ActionTypes.PushReplayed, push.Store, push.Id) : null;
            }, stop);
        return marked ?? push;
    }

    /// <summary>Puts an open push aside, which is recorded; one that was carried out stays so.</summary>
    public Task Dismiss(string store, Guid id, Sender by, CancellationToken stop) => actions.Record(
        Of(ActionTypes.PushDismissed, store, id), by, async (connection, inTime) => await connection.Execute(
            """
            update ledger.ol_rejected_push set state = 'dismissed', dismissed_by = $3, dismissed_at = now()
             where store = $1 and id = $2 and state = 'open'
            """, inTime, In(store), In(id), In(by.Actor)) == 1, stop);

    /// <summary>Forgets the oldest of every store that keeps too many, too much or too long.</summary>
    public Task<int> Sweep(CancellationToken stop)
    {
        Interlocked.Exchange(ref bytesSinceSweep, 0);
        return database.Execute(
            """
            delete from ledger.ol_rejected_push where id in
                   (select p.id from ledger.ol_rejected_push p
                      join (select id, row_number() over newest_first as place,
                                   sum(octet_length(body) + coalesce(octet_length(answer), 0)) over newest_first as bytes
                              from ledger.ol_rejected_push
                            window newest_first as (partition by store order by received_at desc, id desc rows unbounded preceding)
                           ) as kept using (id)
                     where p.received_at < now() - $1 or kept.place > $2 or kept.bytes > $3
                       for update of p skip locked)
            """, stop, In(AgeMax), In(RowsMax), In(BytesMax));
    }

    private static NpgsqlParameter[] Values(RejectedFilter filter) =>
    [
        In(filter.Store), In(filter.States.ToArray()), In(filter.Statuses.ToArray()), In(filter.Path),
        In(filter.Text is { } text ? Encoding.UTF8.GetBytes(text) : null), In(filter.Actor), In(filter.From), In(filter.To),
        In(filter.Source), In(filter.Reason), In(filter.OrderId),
    ];

    private static NpgsqlParameter[] Tried(RejectedPush push) =>
        [In(push.Store), In(push.Id), In(push.Status), In(push.Reason), In(push.State), In(push.Answer)];

    private static AdminAction Of(string type, string store, Guid id) => new(store, type, AdminAction.Facts(("id", id.ToString())));

    private static RejectedPush ReadAnswered(NpgsqlDataReader r) => Read(r) with { Answer = r.Nullable<byte[]>(21) };

    internal static RejectedPush Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4),
        JsonSerializer.Deserialize<Dictionary<string, string>>(r.GetString(5))!, r.GetString(6), r.GetString(7), r.GetInt32(8),
            r.GetString(9))
    {
        BodyBytes = r.GetInt32(10),
        ReceivedAt = r.GetFieldValue<DateTimeOffset>(11),
        Tries = r.GetInt32(12),
        TriedAt = r.GetFieldValue<DateTimeOffset>(13),
        State = r.GetString(14),
        Source = r.Nullable<string>(15),
        OrderId = r.Nullable<string>(16),
        DismissedBy = r.Nullable<string>(17),
        DismissedAt = r.NullableValue<DateTimeOffset>(18),
        OrderNumber = r.Nullable<string>(19),
        Body = r.Nullable<byte[]>(20),
    };
}
