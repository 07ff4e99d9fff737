using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace OrderLedger.Api.Access;

/// <summary>
/// A token bucket for each key, of a minute's requests: a key that was quiet may send them all at once, and gets new ones evenly. Each
/// process counts on its own. Nobody else is limited.
/// </summary>
internal sealed class RateLimits(Settings settings, TimeProvider clock) : IDisposable
{
    private const double Minute = 60;

    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, Bucket>(http =>
        BucketOf(http, settings) is { PerMinute: > 0 } bucket
            ? RateLimitPartition.GetTokenBucketLimiter(bucket, b => new()
            {
                TokenLimit = b.PerMinute,
                TokensPerPeriod = b.PerMinute,
                ReplenishmentPeriod = TimeSpan.FromSeconds(Minute),
            })
            : RateLimitPartition.GetNoLimiter(default(Bucket)));

    public void Set(RateLimiterOptions options)
    {
        options.GlobalLimiter = limiter;
        options.OnRejected = (rejected, _) =>
        {
            Tell(rejected.HttpContext);
            var seconds = (int)Math.Ceiling(Minute / BucketOf(rejected.HttpContext, settings).PerMinute);
            return new(AccessRefusals.Refuse(rejected.HttpContext, new Barred.TooMany(seconds)));
        };
    }

    /// <summary>Tells the caller what is left, on every answer.</summary>
    public void Tell(HttpContext http)
    {
        if (BucketOf(http, settings).PerMinute is not (> 0 and var perMinute))
            return;
        var left = limiter.GetStatistics(http)!.CurrentAvailablePermits;
        var now = clock.GetUtcNow();
        RateHeaders.Tell(http.Response, perMinute, left, now.AddSeconds((perMinute - left) * Minute / perMinute), now);
    }

    public void Dispose() => limiter.Dispose();

    // A changed rate is another bucket. What is replayed was counted when it came, and a signature without a key has no rate.
    private static Bucket BucketOf(HttpContext http, Settings settings) =>
        CallerPrincipal.Of(http) is { KeyId.Length: > 0 } caller && http.User.Identity!.AuthenticationType != Schemes.Replay
            ? new(caller.KeyId, caller.Store.RatePerMinute ?? settings.RatePerMinute)
            : default;

    private readonly record struct Bucket(string KeyId, int PerMinute);
}
