using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>A message to attempt.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="Attempts">Attempts so far.</param>
public abstract record DueMessage(Guid Id, int Attempts)
{
    /// <summary>How often it was asked to be sent again.</summary>
    public int Again { get; init; }
}

/// <summary>A delivery to attempt, with the event it tells of.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="Event">The event.</param>
/// <param name="OrderNumber">The number that people call the order by.</param>
public sealed record DueDelivery(Guid Id, int Attempts, Recorded Event, string OrderNumber) : DueMessage(Id, Attempts);

/// <summary>A delivery to attempt that tells of an alert.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="Type">The stored name: the alert was opened or closed.</param>
/// <param name="Data">The facts that were recorded of it, as a JSON object of strings.</param>
public sealed record DueAlert(Guid Id, int Attempts, string Type, JsonElement Data) : DueMessage(Id, Attempts)
{
    public required string Store { get; init; }

    public required long Seq { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>
/// The table of deliveries: what is on its way to a subscription, and what came of it.
/// </summary>
public sealed class DeliveryTable(NpgsqlDataSource database)
{
    /// <summary>How long a delivery is kept that no longer waits.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromDays(30);

    /// <summary>Most deliveries kept of one subscription, those that wait not counted.</summary>
    public const int RowsMax = 100_000;

    private const int FillStep = 10_000;

    private const string Columns = "id, subscription, stream_id, seq_id, state, attempts, due_at, made_at, tried_at, status, answer, took_ms";

    /// <summary>The subscriptions that are on and have deliveries that wait, or are to be made.</summary>
    public Task<List<Guid>> WithWaiting(CancellationToken stop) => database.Query(r => r.GetGuid(0),
        """
        select s.id from ledger.ol_subscription s
         where s.off_at is null and (s.fill_after is not null
               or exists (select from ledger.ol_delivery d where d.subscription = s.id and d.state = 'waiting'))
        """, stop);

    /// <summary>Deliveries that wait, in the order of their events, of a range.</summary>
    public Task<List<WaitingDelivery>> Waiting(Guid subscription, SeqRange range, int count, CancellationToken stop) => database.Query(
        r => new WaitingDelivery(r.GetGuid(0), r.GetString(1), r.GetInt64(2), r.GetFieldValue<DateTimeOffset>(3)),
        """
        select id, stream_id, seq_id, due_at from ledger.ol_delivery
         where subscription = $1 and state = 'waiting' and seq_id > $2 and seq_id <= $3 order by seq_id limit $4
        """, stop, In(subscription), In(range.After), In(range.To), In(count));

    /// <summary>Those of the deliveries that still wait, with their events.</summary>
    public Task<List<DueMessage>> Load(IReadOnlyCollection<WaitingDelivery> waiting, CancellationToken stop) => database.Query(ReadDue,
        $"""
         select {OutwardEvents.Columns}, d.id, d.attempts, coalesce(o.number, e.stream_id), d.again
           from ledger.ol_delivery d join ledger.mt_events e using (seq_id)
           left join ledger.mt_doc_order o on o.tenant_id = e.tenant_id and o.id = e.stream_id
          where d.id = any($1) and d.state = 'waiting'
         """, stop, In(waiting.Select(w => w.Id).ToArray()));

    /// <summary>
    /// Notes what came of attempts; what was asked to be sent again meanwhile still waits. Since when the subscription fails; null while it
    /// does not.
    /// </summary>
    public async Task<DateTimeOffset?> Mark(Guid subscription, IReadOnlyCollection<Attempt> attempts, CancellationToken stop)
    {
        await database.Execute(
            """
            update ledger.ol_delivery d
               set state = a.state, status = a.status, answer = a.answer, took_ms = a.took_ms, due_at = now() + a.pause,
                   attempts = d.attempts + 1, tried_at = now()
              from unnest($1, $2, $3, $4, $5, $6, $7) as a (id, status, answer, took_ms, state, pause, again)
             where d.id = a.id and d.again = a.again
            """, stop, Column(attempts, a => a.Id), Column(attempts, a => a.Status), Column(attempts, a => a.Answer),
            Column(attempts, a => a.TookMs), Column(attempts, a => a.State), Column(attempts, a => a.Pause),
            Column(attempts, a => a.Again));
        if (attempts.All(a => a.IsRefused))
            return null;
        var isWell = attempts.Any(a => a.State is Delivery.Delivered or Delivery.Skipped);
        await database.Execute(isWell
            ? "update ledger.ol_subscription set failing_since = null where id = $1 and failing_since is not null"
            : "update ledger.ol_subscription set failing_since = now() where id = $1 and failing_since is null", stop, In(subscription));
        return isWell ? null : (await database.Query(r => r.NullableValue<DateTimeOffset>(0),
            "select failing_since from ledger.ol_subscription where id = $1", stop, In(subscription))).SingleOrDefault();
    }

    /// <summary>The newest deliveries of a subscription, or those below a seq.</summary>
    public Task<List<Delivery>> Page(Guid subscription, string? state, long? before, int count, CancellationToken stop) => database.Query(
        Read,
        $"""
         select {Columns} from ledger.ol_delivery
          where subscription = $1 and ($2::varchar is null or state = $2) and ($3::bigint is null or seq_id < $3)
          order by seq_id desc limit $4
         """, stop, In(subscription), In(state), In(before), In(count));

    /// <summary>Sends a delivery again, at once. False when the subscription has none of that id.</summary>
    public async Task<bool> Again(Subscription known, Guid delivery, CancellationToken stop) => await database.Execute(
        """
        with again as (
            update ledger.ol_delivery set state = 'waiting', attempts = 0, due_at = now(), made_at = now(), again = again + 1
             where subscription = $1 and id = $2 returning 1)
        update ledger.ol_subscription set revision = revision + 1 where id = $1 and exists (select from again)
        """, stop, In(known.Id), In(delivery)) == 1;

    /// <summary>
    /// Makes the next deliveries of a subscription that is told of the past, too. The seq up to which they are made; null when all are.
    /// </summary>
    public async Task<long?> Fill(Guid subscription, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var found = await connection.Rows(r => new SeqRange(r.GetInt64(0), r.GetInt64(1)),
            "select fill_after, fill_to from ledger.ol_subscription where id = $1 and fill_after is not null for update", stop, In(subscription));
        if (found is not [var range])
            return null;
        var to = Math.Min(range.After + FillStep, range.To);
        await connection.Execute(DeliveryFanOut.Fill, stop, In(subscription), In(range.After), In(to));
        await connection.Execute(
            "update ledger.ol_subscription set fill_after = nullif($2, fill_to), fill_to = nullif(fill_to, $2) where id = $1", stop,
            In(subscription), In(to));
        await transaction.CommitAsync(stop);
        return to < range.To ? to : null;
    }

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

    // The columns of LedgerReader.Columns come first.
    private static DueMessage ReadDue(NpgsqlDataReader r) => r.GetString(10) is var type && ActionTypes.OfAlerts.Contains(type)
        ? new DueAlert(r.GetGuid(13), r.GetInt32(14), type, JsonElement.Parse(r.GetString(11)))
        {
            Store = r.GetString(3),
            Seq = r.GetInt64(0),
            RecordedAt = r.GetFieldValue<DateTimeOffset>(5),
            Again = r.GetInt32(16),
        }
        : new DueDelivery(r.GetGuid(13), r.GetInt32(14), LedgerReader.ReadRecorded(r), r.GetString(15)) { Again = r.GetInt32(16) };

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
