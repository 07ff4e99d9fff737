using System.Collections.Concurrent;
using System.Collections.Frozen;
using Npgsql;
using OrderLedger.Api.Storage;
using OrderLedger.Api.Storage.Writing;

namespace OrderLedger.Api.Auth;

/// <summary>
/// Who may come in. Stores and keys are held in memory and read anew every two seconds, so a key is revoked within that time;
/// a key that is not known is looked for at once, at most ten times a second: a new key works from its first use, or a tenth of a second later.
/// Fails closed: while nothing could be read, nobody gets in.
/// </summary>
public sealed class Keyring(StoreTable stores, KeyTable keys, TimeProvider clock, ILogger<Keyring> log) : BackgroundService
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RefreshMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UsedPrecision = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim reading = new(1);
    private readonly ConcurrentDictionary<string, byte> used = new();
    private Snapshot known = new(FrozenDictionary<string, StoredStore>.Empty, FrozenDictionary<string, StoredKey>.Empty);
    private long triedAt;
    private bool failed;
    private bool away;

    private sealed record Snapshot(FrozenDictionary<string, StoredStore> Stores, FrozenDictionary<string, StoredKey> ByHash);

    /// <summary>The caller this key belongs to; null when it is unknown, revoked or expired.</summary>
    /// <remarks>Keys are looked up by their hash: what takes longer or shorter tells nothing about a key.</remarks>
    public async ValueTask<Caller?> CallerWith(string key, CancellationToken stop)
    {
        var hash = Convert.ToHexStringLower(Keys.Hash(key));
        if (!known.ByHash.TryGetValue(hash, out var stored))
        {
            await ReadUnlessJustRead(stop);
            if (!known.ByHash.TryGetValue(hash, out stored))
                return null;
        }
        if (stored.RevokedAt is not null || stored.ExpiresAt <= clock.GetUtcNow() || !known.Stores.TryGetValue(stored.Store, out var store))
            return null;
        used.TryAdd(stored.Id, 0);
        return new(store.Store, stored.Id, stored.Name, stored.Scopes);
    }

    /// <summary>The store of that name, or null.</summary>
    public async ValueTask<StoredStore?> StoreNamed(string name, CancellationToken stop)
    {
        if (!known.Stores.TryGetValue(name, out var store))
        {
            await ReadUnlessJustRead(stop);
            known.Stores.TryGetValue(name, out store);
        }
        return store;
    }

    /// <summary>Reads stores and keys now.</summary>
    public async Task Read(CancellationToken stop)
    {
        var allStores = await stores.All(stop);
        var allKeys = await keys.All(stop);
        known = new(allStores.ToFrozenDictionary(s => s.Store.Name), allKeys.ToFrozenDictionary(k => Convert.ToHexStringLower(k.Hash)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Refresh, clock);
        long noted = 0;
        do
        {
            try
            {
                await Read(stoppingToken);
                away = false;
                if (used.IsEmpty || (noted != 0 && clock.GetElapsedTime(noted) < UsedPrecision))
                    continue;
                var ids = used.Keys.ToList();
                used.Clear();
                noted = clock.GetTimestamp();
                await keys.MarkUsed(ids, stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                if (!away)
                    log.KeysNotRead(failure);
                away = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // At most ten attempts a second, failed ones included: a flood of unknown keys must not become one of queries.
    private async Task ReadUnlessJustRead(CancellationToken stop)
    {
        await reading.WaitAsync(stop);
        try
        {
            if (triedAt != 0 && clock.GetElapsedTime(triedAt) <= RefreshMin)
            {
                if (failed)
                    throw new LedgerUnavailableException("The keys cannot be read: the database does not answer.");
                return;
            }
            (triedAt, failed) = (clock.GetTimestamp(), true);
            await Read(stop);
            failed = false;
        }
        finally
        {
            reading.Release();
        }
    }
}
