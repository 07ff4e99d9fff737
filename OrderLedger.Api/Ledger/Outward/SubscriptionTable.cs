using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>The table of subscriptions. It is small and read whole.</summary>
public sealed class SubscriptionTable(NpgsqlDataSource database)
{
    /// <summary>Most subscriptions of a store.</summary>
    public const int CountMax = 50;

    private const string Columns =
        "id, store, url, types, statuses, phases, description, details, secret, old_secret, old_secret_until, after_seq, made_at, failing_since, off_at, off_reason, revision, fill_after, fill_to, kind";

    private readonly Actions actions = new(database);

    public Task<List<Subscription>> All(CancellationToken stop) =>
        database.Query(Read, $"select {Columns} from ledger.ol_subscription order by store, made_at", stop);

    public Task<List<Subscription>> Of(string store, CancellationToken stop) => database.Query(Read,
        $"select {Columns} from ledger.ol_subscription where store = $1 order by made_at, id", stop, In(store));

    public async Task<Subscription?> Find(string store, Guid id, CancellationToken stop) => (await database.Query(Read,
        $"select {Columns} from ledger.ol_subscription where store = $1 and id = $2", stop, In(store), In(id))).SingleOrDefault();

    /// <summary>Adds a subscription. It follows from the ledger's end, which nothing passes meanwhile.</summary>
    /// <param name="made">The subscription.</param>
    /// <param name="after">The seq after which events of the past are told, too; null for none.</param>
    /// <param name="by">Who adds it and how.</param>
    /// <param name="stop">Ends it with nothing done.</param>
    /// <returns>False when the store has <see cref="CountMax"/> already, or one of kind shop and this is another.</returns>
    public Task<bool> Add(Subscription made, long? after, Sender by, CancellationToken stop) => actions.Record(
        new(made.Store, ActionTypes.SubscriptionMade, Facts(made)), by, async (connection, inTime) =>
            await connection.Execute(
                $"""
                 insert into ledger.ol_subscription (id, store, url, types, statuses, phases, description, details, secret, after_seq, fill_after, fill_to, kind)
                 select $1, $2, $3, $4, $5, $6, $7, $8, $9, head, case when $10 < head then $10 end, case when $10 < head then head end, $11
                   from (select coalesce(max(seq_id), 0) as head from ledger.mt_events) l
                  where (select count(*) from ledger.ol_subscription where store = $2) < {CountMax}
                 on conflict do nothing
                 """, inTime, In(made.Id), In(made.Store), In(made.Url), In(made.Filter.Types.ToArray()), In(made.Filter.Statuses.ToArray()),
                In(made.Filter.Phases.ToArray()), In(made.Description), In(made.Details), In(made.Secret), In(after),
                In(made.Kind)) == 1, stop);

    /// <summary>The seq of the last event before the first one that was recorded at a time or later.</summary>
    public async Task<long> SeqBefore(DateTimeOffset time, CancellationToken stop) => (await database.Query(r => r.GetInt64(0),
        """
        select coalesce((select min(seq_id) - 1 from ledger.mt_events where timestamp >= $1), (select max(seq_id) from ledger.mt_events), 0)
        """, stop, In(time)))[0];

    /// <summary>
    /// Has all events of a range told again that the filter lets pass, or for the first time. The range within the ledger; null when it is
    /// empty, or another one is not through yet.
    /// </summary>
    public async Task<SeqRange?> Refill(Subscription known, SeqRange range, CancellationToken stop) => (await database.Query(
        r => new SeqRange(r.GetInt64(0), r.GetInt64(1)),
        """
        update ledger.ol_subscription set fill_after = $2, fill_to = least($3, head), revision = revision + 1
          from (select coalesce(max(seq_id), 0) as head from ledger.mt_events) l
         where id = $1 and fill_after is null and $2 < least($3, head)
        returning fill_after, fill_to
        """, stop, In(known.Id), In(range.After), In(range.To))) is [var taken] ? taken : null;

    /// <summary>
    /// Sets address, filter, description, details, and whether it is on. Events of the time while it was off are not told. False when there
    /// is none, or nothing differs.
    /// </summary>
    public Task<bool> Set(Subscription now, Sender by, CancellationToken stop) => actions.Record(
        new(now.Store, ActionTypes.SubscriptionChanged, Facts(now)), by, async (connection, inTime) =>
        {
            var hasChanged = await connection.Execute(
            """
            update ledger.ol_subscription
               set revision = revision + 1, url = $2, types = $3, statuses = $4, phases = $5, description = $6, details = $7, off_at = $8, off_reason = $9,
                   failing_since = case when $8 is null then null else failing_since end,
                   after_seq = case when off_at is not null and $8 is null
                                    then (select coalesce(max(seq_id), 0) from ledger.mt_events) else after_seq end
             where id = $1 and (url, types, statuses, phases, description, details, off_at) is distinct from ($2, $3::varchar[], $4::varchar[], $5::varchar[], $6, $7, $8)
            """, inTime, In(now.Id), In(now.Url), In(now.Filter.Types.ToArray()), In(now.Filter.Statuses.ToArray()),
            In(now.Filter.Phases.ToArray()), In(now.Description), In(now.Details), In(now.OffAt), In(now.OffReason)) == 1;
            // Whoever has mended an address does not want to wait for the rest of a long pause.
            if (hasChanged && now.OffAt is null)
            {
                await connection.Execute("update ledger.ol_delivery set due_at = now() where subscription = $1 and state = 'waiting'", inTime, In(now.Id));
                // Nobody listened to the shop while it was off.
                await connection.Execute("delete from ledger.ol_shop_order where subscription = $1", inTime, In(now.Id));
            }
            return hasChanged;
        }, stop);

    /// <summary>Switches a subscription off, and changes nothing else of it. False when it is off already, or gone.</summary>
    public Task<bool> SwitchOff(Subscription known, string reason, Sender by, CancellationToken stop) => actions.Record(
        new(known.Store, ActionTypes.SubscriptionChanged, AdminAction.Facts(("id", known.Id.ToString()), ("off", reason))), by,
        async (connection, inTime) => await connection.Execute(
            "update ledger.ol_subscription set off_at = now(), off_reason = $2, revision = revision + 1 where id = $1 and off_at is null", inTime,
            In(known.Id), In(reason)) == 1, stop);

    /// <summary>Gives a subscription a new secret. The old one signs beside it for a day.</summary>
    public Task<bool> Rotate(Subscription known, byte[] secret, Sender by, CancellationToken stop) => actions.Record(
        new(known.Store, ActionTypes.SubscriptionChanged, AdminAction.Facts(("id", known.Id.ToString()), ("secret", "changed"))), by,
        async (connection, inTime) => await connection.Execute(
            """
            update ledger.ol_subscription
               set old_secret = secret, old_secret_until = now() + interval '1 day', secret = $2, revision = revision + 1
             where id = $1
            """, inTime, In(known.Id), In(secret)) == 1, stop);

    /// <summary>Removes a subscription and its deliveries. False when there is none.</summary>
    public Task<bool> Remove(Subscription known, Sender by, CancellationToken stop) => actions.Record(
        new(known.Store, ActionTypes.SubscriptionRemoved, AdminAction.Facts(("id", known.Id.ToString()), ("host", known.Host))), by,
        async (connection, inTime) =>
            await connection.Execute("delete from ledger.ol_subscription where id = $1", inTime, In(known.Id)) == 1, stop);

    // What is recorded stays for ever and is exported. An address may hold a token in its path, so only its host is recorded.
    private static Dictionary<string, string> Facts(Subscription s) => AdminAction.Facts(
        ("id", s.Id.ToString()), ("kind", s.Kind == Subscription.Webhook ? null : s.Kind), ("host", s.Host),
        ("types", string.Join(',', s.Filter.Types)),
        ("statuses", s.Filter.Statuses.Count == 0 ? null : string.Join(',', s.Filter.Statuses)),
        ("phases", s.Filter.Phases.Count == 0 ? null : string.Join(',', s.Filter.Phases)),
        ("details", s.Details ? "true" : null), ("off", s.OffReason));

    private static Subscription Read(NpgsqlDataReader r) => new(r.GetGuid(0), r.GetString(1), r.GetString(2),
        new(r.GetFieldValue<string[]>(3), r.GetFieldValue<string[]>(4), r.GetFieldValue<string[]>(5)))
    {
        Description = r.Nullable<string>(6),
        Details = r.GetBoolean(7),
        Secret = r.GetFieldValue<byte[]>(8),
        OldSecret = r.Nullable<byte[]>(9),
        OldSecretUntil = r.NullableValue<DateTimeOffset>(10),
        AfterSeq = r.GetInt64(11),
        MadeAt = r.GetFieldValue<DateTimeOffset>(12),
        FailingSince = r.NullableValue<DateTimeOffset>(13),
        OffAt = r.NullableValue<DateTimeOffset>(14),
        OffReason = r.Nullable<string>(15),
        Revision = r.GetInt32(16),
        Fill = r.NullableValue<long>(17) is { } after ? new(after, r.GetInt64(18)) : null,
        Kind = r.GetString(19),
    };
}
