namespace OrderLedger.Api.Http;

/// <summary>
/// Tells a key its rate, on every answer: <c>RateLimit-Policy</c> and <c>RateLimit</c> (draft-ietf-httpapi-ratelimit-headers)
/// and the older <c>X-RateLimit-*</c> with the reset in Unix seconds.
/// </summary>
internal static class RateHeaders
{
    private const int WindowSeconds = 60;

    /// <param name="response">The answer under way.</param>
    /// <param name="perMinute">Requests a minute, which is also the most that may come at once.</param>
    /// <param name="left">Requests that may come at once now.</param>
    /// <param name="fullAt">When all of them may again, if none comes until then.</param>
    /// <param name="now">The time to count from.</param>
    public static void Tell(HttpResponse response, int perMinute, long left, DateTimeOffset fullAt, DateTimeOffset now)
    {
        var headers = response.Headers;
        var limit = perMinute.ToString(CultureInfo.InvariantCulture);
        var remaining = left.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Policy"] = $"\"key\";q={limit};w={WindowSeconds}";
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture,
            $"\"key\";r={remaining};t={Math.Ceiling((fullAt - now).TotalSeconds):0}");
        headers["X-RateLimit-Limit"] = limit;
        headers["X-RateLimit-Remaining"] = remaining;
        headers["X-RateLimit-Reset"] = ((long)Math.Ceiling(fullAt.ToUnixTimeMilliseconds() / 1000.0))
            .ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Sets Retry-After and returns the sentence every dialect says.</summary>
    public static string Refuse(HttpResponse response, int retryAfterSeconds)
    {
        response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return $"Too many requests with this key. Try again in {retryAfterSeconds} s.";
    }
}
