using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>How far a subscription came.</summary>
/// <param name="Subscription">Its id.</param>
/// <param name="Waiting">Messages that are still to be sent.</param>
/// <param name="WaitingSince">Since when the oldest of them waits; null when none does.</param>
/// <param name="DeliveredAt">When the newest message that arrived was sent; null when none arrived, or it is no longer kept.</param>
public sealed record Backlog(Guid Subscription, long Waiting, DateTimeOffset? WaitingSince, DateTimeOffset? DeliveredAt)
{
    public static readonly Backlog None = new(default, 0, null, null);
}

/// <summary>A subscription that somebody should look at.</summary>
/// <param name="Name">The name that people know it by.</param>
/// <param name="OffReason">Why the server switched it off; null when it is on and its messages wait for too long.</param>
public sealed record TroubledSubscription(string Name, string? OffReason);

/// <summary>Whether one subscription was told of one event.</summary>
/// <param name="Name">The name that people know the subscription by.</param>
/// <param name="IsOn">Whether it is on.</param>
/// <param name="Delivery">The delivery's state and times.</param>
public sealed record Telling(string Name, bool IsOn, Delivery Delivery);

/// <summary>Who was told of some events.</summary>
/// <param name="IsAnyOn">Whether the store has a subscription that is on.</param>
/// <param name="BySeq">By the event's place in the ledger, the oldest subscription first.</param>
public sealed record Tellings(bool IsAnyOn, ILookup<long, Telling> BySeq);

/// <summary>Reads for people how a store's subscriptions stand, and who was told of an event.</summary>
public sealed class DeliveryReader(NpgsqlDataSource database)
{
    /// <summary>A message that waits longer than this is worth a notice.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromHours(1);

    private const int LookedAtMax = 1_000;

    /// <summary>How the subscriptions of a store stand, or one of them. Takes longer the more messages wait.</summary>
    public async Task<IReadOnlyDictionary<Guid, Backlog>> Backlogs(string store, Guid? only, CancellationToken stop) =>
        (await database.Query(
            r => new Backlog(r.GetGuid(0), r.GetInt64(1), r.NullableValue<DateTimeOffset>(2), r.NullableValue<DateTimeOffset>(3)),
            """
            select s.id, w.waiting, w.since,
                   (select d.tried_at from ledger.ol_delivery d where d.subscription = s.id and d.state = 'delivered'
                     order by d.seq_id desc limit 1)
              from ledger.ol_subscription s
             cross join lateral (select count(*) as waiting, min(d.made_at) as since from ledger.ol_delivery d
                                  where d.subscription = s.id and d.state = 'waiting') w
             where s.store = $1 and ($2::uuid is null or s.id = $2)
            """, stop, In(store), In(only))).ToDictionary(s => s.Subscription);

    /// <summary>
    /// Subscriptions that the server switched off, or whose oldest message waits for longer than <see cref="WaitMax"/>. Of more than
    /// <see cref="LookedAtMax"/> waiting messages those of the oldest events are looked at, because Home asks often. They are read in the
    /// order of the index of what waits: else PostgreSQL may read all deliveries to find them.
    /// </summary>
    public Task<List<TroubledSubscription>> Troubled(string store, CancellationToken stop) => database.Query(
        r => new TroubledSubscription(Subscription.NameOf(r.GetString(0), r.Nullable<string>(1)), r.Nullable<string>(2)),
        """
        select s.url, s.description, s.off_reason from ledger.ol_subscription s
         where s.store = $1 and case
               when s.off_at is not null then s.off_reason is distinct from $2
               else exists (select from (select d.made_at from ledger.ol_delivery d
                                          where d.subscription = s.id and d.state = 'waiting'
                                          order by d.seq_id limit $4) w
                             where w.made_at < now() - $3 or s.failing_since < now() - $3) end
         order by s.made_at, s.id
        """, stop, In(store), In(Subscription.OffByHand), In(WaitMax), In(LookedAtMax));

    /// <summary>Who was told of these events of the store. One query by indexes: the subscriptions, and of each these deliveries.</summary>
    public async Task<Tellings> Told(string store, IReadOnlyCollection<long> seqs, CancellationToken stop)
    {
        var rows = await database.Query(Read,
            """
            select s.id, s.url, s.description, s.off_at is null, d.id, d.stream_id, d.seq_id, d.state, d.attempts, d.tried_at, d.due_at
              from ledger.ol_subscription s
              left join ledger.ol_delivery d on d.subscription = s.id and d.seq_id = any($2)
             where s.store = $1 order by s.made_at, s.id
            """, stop, In(store), Column(seqs, seq => seq));
        return new(rows.Exists(row => row.IsOn), rows.Select(row => row.Telling).OfType<Telling>().ToLookup(t => t.Delivery.Seq));
    }

    private static (bool IsOn, Telling? Telling) Read(NpgsqlDataReader r)
    {
        var isOn = r.GetBoolean(3);
        return (isOn, r.IsDBNull(4) ? null : new(Subscription.NameOf(r.GetString(1), r.Nullable<string>(2)), isOn,
            new(r.GetGuid(4), r.GetGuid(0), r.GetString(5), r.GetInt64(6), r.GetString(7), r.GetInt32(8))
            {
                TriedAt = r.NullableValue<DateTimeOffset>(9),
                DueAt = r.GetFieldValue<DateTimeOffset>(10),
            }));
    }
}
