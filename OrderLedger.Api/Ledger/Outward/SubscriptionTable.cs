using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Outward;

/// <summary>The table of subscriptions. It is small and read whole.</summary>
public sealed class SubscriptionTable(NpgsqlDataSource database)
{
    /// <summary>Most subscriptions of a store.</summary>
    public const int CountMax = 50;

    private const string Columns =
        "id, store, url, types, statuses, phases, description, details, secret, old_secret, old_secret_until, after_seq, made_at, failing_since, off_at, off_reason";

    private readonly Actions actions = new(database);

    public Task<List<Subscription>> All(CancellationToken stop) =>
        database.Query(Read, $"select {Columns} from ledger.ol_subscription order by store, made_at", stop);

    public Task<List<Subscription>> Of(string store, CancellationToken stop) => database.Query(Read,
        $"select {Columns} from ledger.ol_subscription where store = $1 order by made_at, id", stop, In(store));

    public async Task<Subscription?> Find(string store, Guid id, CancellationToken stop) => (await database.Query(Read,
        $"select {Columns} from ledger.ol_subscription where store = $1 and id = $2", stop, In(store), In(id))).SingleOrDefault();

    /// <summary>
    /// Adds a subscription. Events after <paramref name="after"/> that were passed on already become its deliveries in the same
    /// transaction, so that none is missing and none comes twice.
    /// </summary>
    /// <param name="made">The subscription.</param>
    /// <param name="after">The seq after which events are told; null for the ledger's end.</param>
    /// <param name="by">Who adds it and how.</param>
    /// <param name="stop">Ends it with nothing done.</param>
    /// <returns>False when the store has <see cref="CountMax"/> already.</returns>
    public Task<bool> Add(Subscription made, long? after, Sender by, CancellationToken stop) => actions.Record(
        new(made.Store, ActionTypes.SubscriptionMade, Facts(made)), by, async (connection, inTime) =>
        {
            await connection.Run(DeliveryFanOut.TakeTurn, inTime);
            if (await connection.Run("select count(*) from ledger.ol_subscription where store = $1", inTime, In(made.Store)) >= CountMax)
                return false;
            await connection.Execute(
                """
                insert into ledger.ol_subscription (id, store, url, types, statuses, phases, description, details, secret, after_seq)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($10, (select coalesce(max(seq_id), 0) from ledger.mt_events)))
                """, inTime, In(made.Id), In(made.Store), In(made.Url), In(made.Filter.Types.ToArray()), In(made.Filter.Statuses.ToArray()),
                In(made.Filter.Phases.ToArray()), In(made.Description), In(made.Details), In(made.Secret), In(after));
            await connection.Execute(DeliveryFanOut.Backfill, inTime, In(made.Id), In(DeliveryFanOut.ShardName));
            return true;
        }, stop);

    /// <summary>
    /// Sets address, filter, description, details, and whether it is on. Events of the time while it was off are not told. False when there
    /// is none, or nothing differs.
    /// </summary>
    public Task<bool> Set(Subscription now, Sender by, CancellationToken stop) => actions.Record(
        new(now.Store, ActionTypes.SubscriptionChanged, Facts(now)), by, async (connection, inTime) => await connection.Execute(
            """
            update ledger.ol_subscription
               set url = $2, types = $3, statuses = $4, phases = $5, description = $6, details = $7, off_at = $8, off_reason = $9,
                   failing_since = case when $8 is null then null else failing_since end,
                   after_seq = case when off_at is not null and $8 is null
                                    then (select coalesce(max(seq_id), 0) from ledger.mt_events) else after_seq end
             where id = $1 and (url, types, statuses, phases, description, details, off_at) is distinct from ($2, $3::varchar[], $4::varchar[], $5::varchar[], $6, $7, $8)
            """, inTime, In(now.Id), In(now.Url), In(now.Filter.Types.ToArray()), In(now.Filter.Statuses.ToArray()),
            In(now.Filter.Phases.ToArray()), In(now.Description), In(now.Details), In(now.OffAt), In(now.OffReason)) == 1, stop);

    /// <summary>Switches a subscription off, and changes nothing else of it. False when it is off already, or gone.</summary>
    public Task<bool> SwitchOff(Subscription known, string reason, Sender by, CancellationToken stop) => actions.Record(
        new(known.Store, ActionTypes.SubscriptionChanged, AdminAction.Facts(("id", known.Id.ToString()), ("off", reason))), by,
        async (connection, inTime) => await connection.Execute(
            "update ledger.ol_subscription set off_at = now(), off_reason = $2 where id = $1 and off_at is null", inTime,
            In(known.Id), In(reason)) == 1, stop);

    /// <summary>Gives a subscription a new secret. The old one signs beside it for a day.</summary>
    public Task<bool> Rotate(Subscription known, byte[] secret, Sender by, CancellationToken stop) => actions.Record(
        new(known.Store, ActionTypes.SubscriptionChanged, AdminAction.Facts(("id", known.Id.ToString()), ("secret", "changed"))), by,
        async (connection, inTime) => await connection.Execute(
            """
            update ledger.ol_subscription set old_secret = secret, old_secret_until = now() + interval '1 day', secret = $2 where id = $1
            """, inTime, In(known.Id), In(secret)) == 1, stop);

    /// <summary>Removes a subscription and its deliveries. False when there is none.</summary>
    public Task<bool> Remove(Subscription known, Sender by, CancellationToken stop) => actions.Record(
        new(known.Store, ActionTypes.SubscriptionRemoved, AdminAction.Facts(("id", known.Id.ToString()), ("host", known.Host))), by,
        async (connection, inTime) =>
            await connection.Execute("delete from ledger.ol_subscription where id = $1", inTime, In(known.Id)) == 1, stop);

    // What is recorded stays for ever and is exported. An address may hold a token in its path, so only its host is recorded.
    private static Dictionary<string, string> Facts(Subscription s) => AdminAction.Facts(
        ("id", s.Id.ToString()), ("host", s.Host), ("types", string.Join(',', s.Filter.Types)),
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
    };
}
