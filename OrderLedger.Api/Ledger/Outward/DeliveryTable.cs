using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>A delivery that this process may attempt now, with the event it tells of.</summary>
public sealed record ClaimedDelivery(Guid Id, int Attempts, Recorded Event, string OrderNumber);

/// <summary>
/// The table of deliveries. An order's deliveries to one subscription leave one after the other, in the order of its events.
/// </summary>
public sealed class DeliveryTable(NpgsqlDataSource database)
{
    /// <summary>How long a delivery belongs to the process that claimed it. Longer than any attempt.</summary>
    public static readonly TimeSpan ClaimMax = TimeSpan.FromMinutes(1);

    private static readonly string EventColumns = string.Join(", ", LedgerReader.Columns.Split(", ").Select(c => "e." + c));

    /// <summary>How long a delivery is kept that no longer waits.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromDays(30);

    /// <summary>Most deliveries kept of one subscription, those that wait not counted.</summary>
    public const int RowsMax = 100_000;

    private const string Columns = "id, subscription, stream_id, seq_id, state, attempts, due_at, made_at, tried_at, status, answer, took_ms";

    /// <summary>
    /// Claims deliveries of a subscription that are due: no other process gets them for <see cref="ClaimMax"/>. Leaves out those behind an
    /// earlier one of the same order that still waits.
    /// </summary>
    public Task<List<ClaimedDelivery>> Claim(Subscription to, int count, CancellationToken stop) => database.Query(
        r => new ClaimedDelivery(r.GetGuid(13), r.GetInt32(14), LedgerReader.ReadRecorded(r), r.GetString(15)),
        $"""
         with due as (
             select d.id from ledger.ol_delivery d
              where d.subscription = $1 and d.state = 'waiting' and d.due_at <= now()
                and not exists (select from ledger.ol_delivery b
                                 where b.subscription = d.subscription and b.stream_id = d.stream_id and b.state = 'waiting'
                                   and b.seq_id < d.seq_id)
              order by d.seq_id limit $2 for update of d skip locked),
         claimed as (
             update ledger.ol_delivery d set due_at = now() + $3, attempts = attempts + 1, tried_at = now()
               from due where d.id = due.id returning d.id, d.attempts, d.seq_id)
         select {EventColumns},
                c.id, c.attempts, coalesce(o.number, e.stream_id)
           from claimed c join ledger.mt_events e using (seq_id)
           left join ledger.mt_doc_order o on o.tenant_id = e.tenant_id and o.id = e.stream_id
          order by c.seq_id
         """, stop, In(to.Id), In(count), In(ClaimMax));

    /// <summary>Notes what came of attempts, and since when a subscription fails, in one statement each.</summary>
    public async Task Mark(Guid subscription, IReadOnlyCollection<Attempt> attempts, CancellationToken stop)
    {
        await database.Execute(
            """
            update ledger.ol_delivery d
               set state = a.state, status = a.status, answer = a.answer, took_ms = a.took_ms, due_at = now() + a.pause
              from unnest($1, $2, $3, $4, $5, $6) as a (id, status, answer, took_ms, state, pause) where d.id = a.id
            """, stop, Column(attempts, a => a.Id), Column(attempts, a => a.Status), Column(attempts, a => a.Answer),
            Column(attempts, a => a.TookMs), Column(attempts, a => a.State), Column(attempts, a => a.Pause));
        var isWell = attempts.Any(a => a.State == Delivery.Delivered);
        await database.Execute(isWell
            ? "update ledger.ol_subscription set failing_since = null where id = $1 and failing_since is not null"
            : "update ledger.ol_subscription set failing_since = now() where id = $1 and failing_since is null", stop, In(subscription));
    }

    /// <summary>The newest deliveries of a subscription, or those below a seq.</summary>
    public Task<List<Delivery>> Page(Guid subscription, string? state, long? before, int count, CancellationToken stop) => database.Query(
        Read,
        $"""
         select {Columns} from ledger.ol_delivery
          where subscription = $1 and ($2::varchar is null or state = $2) and ($3::bigint is null or seq_id < $3)
          order by seq_id desc limit $4
         """, stop, In(subscription), In(state), In(before), In(count));

    /// <summary>Sends again: one delivery, or all that are not waiting after a seq. How many.</summary>
    public Task<int> Again(Guid subscription, Guid? delivery, long? after, CancellationToken stop) => database.Execute(
        """
        update ledger.ol_delivery set state = 'waiting', attempts = 0, due_at = now(), made_at = now()
         where subscription = $1 and state <> 'waiting' and ($2::uuid is null or id = $2) and ($3::bigint is null or seq_id > $3)
        """, stop, In(subscription), In(delivery), In(after));

    /// <summary>How many wait, and since when the oldest of them does.</summary>
    public async Task<(long Waiting, DateTimeOffset? Since)> Lag(Guid subscription, CancellationToken stop) => (await database.Query(
        r => (r.GetInt64(0), r.NullableValue<DateTimeOffset>(1)),
        "select count(*), min(made_at) from ledger.ol_delivery where subscription = $1 and state = 'waiting'", stop, In(subscription)))[0];

    /// <summary>
    /// Forgets what no longer waits: older than <see cref="AgeMax"/>, or not among the newest of its subscription. How many.
    /// </summary>
    public Task<int> Sweep(CancellationToken stop) => database.Execute(
        """
        delete from ledger.ol_delivery d using ledger.ol_subscription s
         where s.id = d.subscription and d.state <> 'waiting'
           and (d.made_at < now() - $1
                or d.seq_id < (select n.seq_id from ledger.ol_delivery n where n.subscription = s.id order by n.seq_id desc offset $2 limit 1))
        """, stop, In(AgeMax), In(RowsMax));

    private static Delivery Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetInt64(3), r.GetString(4),
        r.GetInt32(5))
    {
        DueAt = r.GetFieldValue<DateTimeOffset>(6),
        MadeAt = r.GetFieldValue<DateTimeOffset>(7),
        TriedAt = r.NullableValue<DateTimeOffset>(8),
        Status = r.NullableValue<int>(9),
        Answer = r.Nullable<string>(10),
        TookMs = r.NullableValue<int>(11),
    };
}
