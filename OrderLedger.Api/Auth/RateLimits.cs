using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Auth;

/// <summary>
/// A token bucket for each key, of a minute's requests: a key that was quiet may send them all at once, and gets new ones evenly.
/// Each process counts on its own.
/// </summary>
public sealed class RateLimits(Settings settings, TimeProvider clock) : IDisposable
{
    private const int Minute = 60;

    /// <summary>Shortest time between two refills, so that a large bucket does not wake a timer for each token.</summary>
    private const double RefillSecondsMin = 0.1;

    private readonly ConcurrentDictionary<string, Bucket> buckets = new();

    /// <summary>Takes a token and tells the caller what is left; null when there was one, else the seconds until there is.</summary>
    public int? Take(Caller caller, HttpResponse response)
    {
        var perMinute = caller.Store.RatePerMinute ?? settings.RatePerMinute;
        if (perMinute == 0)
            return null;
        var bucket = buckets.GetOrAdd(caller.KeyId, (_, rate) => new(rate), perMinute);
        if (bucket.PerMinute != perMinute)
            bucket = Replace(caller.KeyId, bucket, perMinute);
        using var lease = bucket.Limiter.AttemptAcquire();
        var left = bucket.Limiter.GetStatistics()?.CurrentAvailablePermits ?? 0;
        var now = clock.GetUtcNow();
        RateHeaders.Tell(response, perMinute, left, now.AddSeconds((perMinute - left) * (double)Minute / perMinute), now);
        return lease.IsAcquired ? null : (int)Math.Ceiling(Math.Max(bucket.RefillSeconds, 1));
    }

    public void Dispose()
    {
        foreach (var bucket in buckets.Values)
            bucket.Limiter.Dispose();
    }

    // The store's rate was changed. Of two that notice at once, one bucket stays.
    private Bucket Replace(string key, Bucket old, int perMinute)
    {
        var bucket = new Bucket(perMinute);
        if (!buckets.TryUpdate(key, bucket, old))
        {
            bucket.Limiter.Dispose();
            return buckets[key];
        }
        old.Limiter.Dispose();
        return bucket;
    }

    private sealed class Bucket
    {
        public Bucket(int perMinute)
        {
            PerMinute = perMinute;
            var tokens = Math.Max(1, (int)(perMinute * RefillSecondsMin / Minute));
            RefillSeconds = tokens * (double)Minute / perMinute;
            Limiter = new(new()
            {
                TokenLimit = perMinute,
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = TimeSpan.FromSeconds(RefillSeconds),
                QueueLimit = 0,
                AutoReplenishment = true,
            });
        }

        public int PerMinute { get; }

        public double RefillSeconds { get; }

        public TokenBucketRateLimiter Limiter { get; }
    }
}
