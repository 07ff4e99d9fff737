using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace OrderLedger.Api.Access;

/// <summary>
/// Who may come in. Stores and keys are held in memory and read anew every two seconds, so a key is revoked within that time;
/// what is not known is looked for at once, at most ten times a second: a new key works from its first use, which may wait a tenth of a
/// second. Fails closed: while nothing could be read, nobody gets in.
/// </summary>
public sealed class Keyring(StoreTable stores, KeyTable keys, TimeProvider clock, ILogger<Keyring> log)
    : Recurring(ReadEvery)
{
    /// <summary>A change of a store or of a key is in force everywhere after this time.</summary>
    public static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UsedPrecision = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim reading = new(1);
    private readonly Lock scheduling = new();
    private readonly ConcurrentDictionary<string, byte> used = new();
    private Snapshot known = Snapshot.Of([], []);
    private Task? nextRead;
    private long readAt;
    private long noted;
    private bool away;

    /// <summary>The caller this key belongs to; null when it is unknown, revoked or expired.</summary>
    /// <remarks>Keys are looked up by their hash: what takes longer or shorter tells nothing about a key.</remarks>
    public async ValueTask<Caller?> CallerWith(string key, CancellationToken stop)
    {
        var hash = Convert.ToHexStringLower(Keys.Hash(key));
        if (!known.ByHash.TryGetValue(hash, out var stored))
        {
            await NextRead().WaitAsync(stop);
            known.ByHash.TryGetValue(hash, out stored);
        }
        return CallerOf(stored);
    }

    /// <summary>
    /// The caller who signs under this client id, and the encrypted secret the signature is to be made with; null as above.
    /// </summary>
    public async ValueTask<(Caller Caller, byte[] Secret)?> SignerNamed(string clientId, CancellationToken stop)
    {
        if (!known.ByClient.TryGetValue(clientId, out var stored))
        {
            await NextRead().WaitAsync(stop);
            known.ByClient.TryGetValue(clientId, out stored);
        }
        return CallerOf(stored) is { } caller ? (caller, stored!.Secret!) : null;
    }

    /// <summary>Why nobody comes in with this key, for the log.</summary>
    public string WhyNot(string key) => known.ByHash.GetValueOrDefault(Convert.ToHexStringLower(Keys.Hash(key))) switch
    {
        null => "no such key",
        { RevokedAt: not null } revoked => $"the key '{revoked.Name}' is revoked",
        { ExpiresAt: { } end } late when end <= clock.GetUtcNow() => $"the key '{late.Name}' has expired",
        _ => "the key's store is gone",
    };

    /// <summary>The caller of the key with this id, as far as is known now; null when there is none, or it is revoked or expired.</summary>
    public Caller? CallerNamed(string keyId) => CallerOf(known.ById.GetValueOrDefault(keyId));

    /// <summary>All stores, as far as is known now.</summary>
    public IEnumerable<Store> Stores => known.Stores.Values.Select(s => s.Store).OrderBy(s => s.Name, StringComparer.Ordinal);

    /// <summary>The store of that name, or null.</summary>
    public async ValueTask<StoredStore?> StoreNamed(string name, CancellationToken stop)
    {
        if (!known.Stores.TryGetValue(name, out var store))
        {
            await NextRead().WaitAsync(stop);
            known.Stores.TryGetValue(name, out store);
        }
        return store;
    }

    /// <summary>Reads stores and keys now.</summary>
    public async Task Read(CancellationToken stop)
    {
        await reading.WaitAsync(stop);
        // Only now: who asks from here on waits for the next one.
        lock (scheduling)
            (nextRead, readAt) = (null, clock.GetTimestamp());
        try
        {
            known = Snapshot.Of((await stores.All(stop)).FindAll(s => s.RemovedAt is null), await keys.All(stop));
        }
        finally
        {
            reading.Release();
        }
    }

    protected override bool BeginsAtOnce => true;

    public override async Task Round(CancellationToken stoppingToken)
    {
        await Read(stoppingToken);
        away = false;
        if (used.IsEmpty || (noted != 0 && clock.GetElapsedTime(noted) < UsedPrecision))
            return;
        var ids = used.Keys.ToList();
        used.Clear();
        noted = clock.GetTimestamp();
        await keys.MarkUsed(ids, stoppingToken);
    }

    protected override void Say(Exception failure) => log.KeysNotRead(failure, failure.Message);

    // Once; those last read stay in force meanwhile.
    protected override void SayAway(Exception failure)
    {
        if (!away)
            log.KeysNotRead(null, failure.Message);
        away = true;
    }

    private Caller? CallerOf(StoredKey? stored)
    {
        if (stored is null || stored.RevokedAt is not null || stored.ExpiresAt <= clock.GetUtcNow()
            || !known.Stores.TryGetValue(stored.Store, out var store))
            return null;
        used.TryAdd(stored.Id, 0);
        return new(store.Store, stored.Id, stored.Name, stored.Scopes);
    }

    // All that wait share the next read, which begins a tenth of a second after the one before: a flood of unknown keys must not
    // become one of queries, and a read that began before the key was made must not speak for it.
    private Task NextRead()
    {
        lock (scheduling)
            return nextRead ??= ReadNext(readAt == 0 ? TimeSpan.Zero : ReadPause - clock.GetElapsedTime(readAt));
    }

    private async Task ReadNext(TimeSpan pause)
    {
        await Task.Yield();
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, clock);
        await Read(CancellationToken.None);
    }

    private sealed record Snapshot(
        FrozenDictionary<string, StoredStore> Stores,
        FrozenDictionary<string, StoredKey> ByHash,
        FrozenDictionary<string, StoredKey> ById,
        FrozenDictionary<string, StoredKey> ByClient)
    {
        public static Snapshot Of(IReadOnlyList<StoredStore> stores, IReadOnlyList<StoredKey> keys) => new(
            stores.ToFrozenDictionary(s => s.Store.Name),
            keys.ToFrozenDictionary(k => Convert.ToHexStringLower(k.Hash)),
            keys.ToFrozenDictionary(k => k.Id),
            keys.Where(k => k is { ClientId: not null, Secret: not null }).ToFrozenDictionary(k => k.ClientId!));
    }
}
