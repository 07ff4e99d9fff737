using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using OrderLedger.Api.Http;

namespace OrderLedger.Api.Auth;

/// <summary>
/// A token bucket for each key, of a minute's requests: a key that was quiet may send them all at once, and gets new ones evenly.
/// Each process counts on its own.
/// </summary>
public sealed class RateLimits(Settings settings, TimeProvider clock)
{
    private const int Minute = 60;

    private readonly ConcurrentDictionary<string, Bucket> buckets = new();

    /// <summary>Takes a token and tells the caller what is left; null when there was one, else the seconds until there is.</summary>
    public int? Take(Caller caller, HttpResponse response)
    {
        var perMinute = caller.Store.RatePerMinute ?? settings.RatePerMinute;
        if (perMinute == 0)
            return null;
        var bucket = buckets.GetOrAdd(caller.KeyId, (_, rate) => new(rate), perMinute);
        if (bucket.PerMinute != perMinute)
            buckets[caller.KeyId] = bucket = new(perMinute);
        var (isTaken, left) = bucket.Take();
        var now = clock.GetUtcNow();
        RateHeaders.Tell(response, perMinute, left, now.AddSeconds((perMinute - left) * (double)Minute / perMinute), now);
        return isTaken ? null : (int)Math.Ceiling((double)Minute / perMinute);
    }

    private sealed class Bucket(int perMinute)
    {
        // Filled at each request by the time since the last one: no timer, so a bucket that is no longer used costs nothing.
        private TokenBucketRateLimiter Limiter { get; } = new(new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = perMinute,
            ReplenishmentPeriod = TimeSpan.FromSeconds(Minute),
            AutoReplenishment = false,
        });

        public int PerMinute => perMinute;

        public (bool IsTaken, long Left) Take()
        {
            Limiter.TryReplenish();
            using var lease = Limiter.AttemptAcquire();
            return (lease.IsAcquired, Limiter.GetStatistics()!.CurrentAvailablePermits);
        }
    }
}
