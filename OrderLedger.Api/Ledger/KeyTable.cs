using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// A key as it is kept: only a hash of it, so it can be checked and never shown again. <c>Name</c> is the actor in the history.
/// <c>Id</c> is public and names the key where it is listed and revoked.
/// </summary>
public sealed record StoredKey(string Id, string Store, string Name, byte[] Hash, IReadOnlyList<string> Scopes)
{
    /// <summary>The public name a signing client sends beside its signature; null for a key that is sent itself.</summary>
    public string? ClientId { get; init; }

    /// <summary>The key itself, encrypted, where signatures are made with it.</summary>
    public byte[]? Secret { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>The table of keys. Nothing is deleted from it: a revoked key still names an actor.</summary>
public sealed class KeyTable(NpgsqlDataSource database)
{
    private const string Columns = "id, store, name, hash, scopes, created_at, last_used_at, revoked_at, expires_at, client_id, secret";

    private readonly Actions actions = new(database);

    public Task<List<StoredKey>> All(CancellationToken stop) =>
        database.Query(Read, $"select {Columns} from ledger.ol_key order by store, created_at", stop);

    /// <summary>False when there is a key of that id already: the same request came twice.</summary>
    public Task<bool> Add(StoredKey key, Sender by, CancellationToken stop) => actions.Record(
        new(key.Store, ActionTypes.KeyMade, Facts(key)), by, async (connection, inTime) => await connection.Execute(
            """
            insert into ledger.ol_key (id, store, name, hash, scopes, expires_at, client_id, secret)
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing
            """, inTime,
            In(key.Id), In(key.Store), In(key.Name), In(key.Hash), In(key.Scopes.ToArray()), In(key.ExpiresAt), In(key.ClientId),
                In(key.Secret)) == 1, stop);

    /// <summary>False when there is no such key, or it was revoked before.</summary>
    public Task<bool> Revoke(string id, Sender by, CancellationToken stop) => actions.Record(by, async (connection, inTime) =>
        (await connection.Rows(Read,
            $"update ledger.ol_key set revoked_at = now() where id = $1 and revoked_at is null returning {Columns}", inTime, In(id)))
            .SingleOrDefault() is { } key ? new(key.Store, ActionTypes.KeyRevoked, Facts(key)) : null, stop);

    public Task MarkUsed(IReadOnlyCollection<string> ids, CancellationToken stop) => database.Execute(
        "update ledger.ol_key set last_used_at = now() where id = any($1)", stop, In(ids.ToArray()));

    private static Dictionary<string, string> Facts(StoredKey key) =>
        AdminAction.Facts(("id", key.Id), ("name", key.Name), ("scopes", string.Join(',', key.Scopes)));

    private static StoredKey Read(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetFieldValue<byte[]>(3), r.GetFieldValue<string[]>(4))
    {
        CreatedAt = r.GetFieldValue<DateTimeOffset>(5),
        LastUsedAt = r.NullableValue<DateTimeOffset>(6),
        RevokedAt = r.NullableValue<DateTimeOffset>(7),
        ExpiresAt = r.NullableValue<DateTimeOffset>(8),
        ClientId = r.Nullable<string>(9),
        Secret = r.Nullable<byte[]>(10),
    };
}
