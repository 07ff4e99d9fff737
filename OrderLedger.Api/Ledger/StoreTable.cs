using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>A store as it is kept, with its webhook secret still encrypted.</summary>
public sealed record StoredStore(Store Store, byte[]? WebhookSecret)
{
    /// <summary>Null unless the store was removed. Its events stay, so it is still needed to read them.</summary>
    public DateTimeOffset? RemovedAt { get; init; }
}

/// <summary>The table of stores. It is small and read whole.</summary>
public sealed class StoreTable(NpgsqlDataSource database)
{
    private const string Columns =
        "name, dialect, policy, currency, time_zone, phases::text, limit_hours::text, webhook_secret, company, domain, rate_per_minute, removed_at";

    private const string Inserted =
        """
        insert into ledger.ol_store (name, dialect, policy, currency, time_zone, phases, limit_hours, webhook_secret,
                                     company, domain, rate_per_minute, removed_at)
        values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10, $11, $12) on conflict (name) do nothing
        """;

    private readonly Actions actions = new(database);

    public Task<List<StoredStore>> All(CancellationToken stop) =>
        database.Query(Read, $"select {Columns} from ledger.ol_store order by name", stop);

    /// <summary>Those of these names, in the connection's transaction.</summary>
    internal static async Task<List<Store>> Named(NpgsqlConnection connection, string[] names, CancellationToken stop) =>
        [.. (await connection.Rows(Read, $"select {Columns} from ledger.ol_store where name = any($1)", stop, In(names)))
            .Select(s => s.Store)];

    /// <summary>False when there is a store of that name already.</summary>
    public Task<bool> Add(StoredStore store, Sender by, CancellationToken stop) => actions.Record(
        new(store.Store.Name, ActionTypes.StoreMade, AdminAction.Facts(StoreFacts.Of(store))), by, async (connection, inTime) =>
            await connection.Execute(Inserted, inTime, Inserts(store)) == 1, stop);

    /// <summary>Makes a store that was recorded already, in the connection's transaction.</summary>
    internal static Task Insert(NpgsqlConnection connection, StoredStore store, CancellationToken stop) =>
        connection.Execute(Inserted, stop, Inserts(store));

    /// <summary>Sets all that may change. False when there is no such store, or nothing differs.</summary>
    public Task<bool> Set(StoredStore store, Sender by, CancellationToken stop) => actions.Record(by, async (connection, inTime) =>
    {
        var before = (await connection.Rows(Read, $"select {Columns} from ledger.ol_store where name = $1", inTime, In(store.Store.Name)))
            .SingleOrDefault();
        if (before is null || StoreFacts.Changes(before, store) is not { Count: > 0 } changes)
            return null;
        await connection.Execute(
            """
            update ledger.ol_store set dialect = $2, policy = $3, currency = $4, time_zone = $5, phases = $6::jsonb, limit_hours = $7::jsonb,
                   webhook_secret = $8, company = $9, domain = $10, rate_per_minute = $11 where name = $1
            """, inTime, Values(store));
        return new(store.Store.Name, ActionTypes.StoreChanged, AdminAction.Facts(changes));
    }, stop);

    /// <summary>
    /// Marks a store as removed, revokes its keys, and forgets its secrets, its shop, its saved views and its refused pushes. False when
    /// it was removed before. Its events and orders stay.
    /// </summary>
    public Task<bool> Remove(string name, Sender by, CancellationToken stop) => actions.Record(
        new(name, ActionTypes.StoreRemoved, AdminAction.Facts()), by, async (connection, inTime) =>
        {
            if (await connection.Execute("update ledger.ol_store set removed_at = now(), webhook_secret = null where name = $1 and removed_at is null",
                inTime, In(name)) == 0)
                return false;
            await connection.Execute("update ledger.ol_key set revoked_at = now() where store = $1 and revoked_at is null", inTime, In(name));
            await connection.Execute("delete from ledger.ol_shop where store = $1", inTime, In(name));
            await connection.Execute("delete from ledger.ol_subscription where store = $1", inTime, In(name));
            await connection.Execute("delete from ledger.ol_alert_setting where store = $1", inTime, In(name));
            await connection.Execute("delete from ledger.ol_mail where store = $1", inTime, In(name));
            await connection.Execute("delete from ledger.ol_saved_view where store = $1", inTime, In(name));
            await connection.Execute("delete from ledger.ol_rejected_push where store = $1", inTime, In(name));
            return true;
        }, stop);

    /// <summary>
    /// Whether the store has any order, a deleted one too. One that has any keeps its time zone and currency: its days and money are
    /// counted.
    /// </summary>
    public async Task<bool> HasOrders(string name, CancellationToken stop) => (await database.Query(r => r.GetBoolean(0),
        "select exists (select from ledger.mt_doc_order where tenant_id = $1)", stop, In(name)))[0];

    /// <summary>How many orders the store has, deleted ones too.</summary>
    public async Task<long> Orders(string name, CancellationToken stop) => (await database.Query(r => r.GetInt64(0),
        "select count(*) from ledger.mt_doc_order where tenant_id = $1", stop, In(name)))[0];

    /// <summary>The first number that is free as an order id, with all above it; at least 1001.</summary>
    public async Task<long> NextNumericId(string name, CancellationToken stop) => (await database.Query(r => r.GetInt64(0),
        "select coalesce(max(id::bigint), 1000) + 1 from ledger.mt_doc_order where tenant_id = $1 and id ~ '^[0-9]{1,15}$'", stop,
            In(name)))[0];

    private static NpgsqlParameter[] Values(StoredStore s) =>
    [
        In(s.Store.Name), In(s.Store.Dialect), In(s.Store.Policy.Word()), In(s.Store.Currency), In(s.Store.TimeZone.Id),
        In(JsonSerializer.Serialize(new(s.Store.Phases), StoredJson.Stored.DictionaryStringPhase)),
        In(JsonSerializer.Serialize(new(s.Store.LimitHours), StoredJson.Stored.DictionaryStringInt32)),
        In(s.WebhookSecret), In(s.Store.Company), In(s.Store.Domain), In(s.Store.RatePerMinute),
    ];

    private static NpgsqlParameter[] Inserts(StoredStore s) => [.. Values(s), In(s.RemovedAt)];

    private static StoredStore Read(NpgsqlDataReader r) => new(
        new(r.GetString(0), r.GetString(1), Policies.Parse(r.GetString(2))!.Value, r.GetString(3),
            TimeZoneInfo.FindSystemTimeZoneById(r.GetString(4)))
        {
            Phases = JsonSerializer.Deserialize(r.GetString(5), StoredJson.Stored.DictionaryStringPhase)!,
            LimitHours = JsonSerializer.Deserialize(r.GetString(6), StoredJson.Stored.DictionaryStringInt32)!,
            Company = r.Nullable<string>(8) ?? r.GetString(0),
            Domain = r.Nullable<string>(9) ?? r.GetString(0),
            RatePerMinute = r.NullableValue<int>(10),
        },
        r.Nullable<byte[]>(7))
    {
        RemovedAt = r.NullableValue<DateTimeOffset>(11),
    };
}
