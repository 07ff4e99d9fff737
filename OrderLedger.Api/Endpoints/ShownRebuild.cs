using OrderLedger.Api.Storage.Rebuilding;

namespace OrderLedger.Api.Endpoints;

/// <summary>A projection and a rebuild as the API shows them.</summary>
internal static class ShownRebuild
{
    private const double SecondsMin = 0.001;

    /// <param name="now">What the rate is reckoned to while the rebuild goes on.</param>
    /// <param name="rebuild">The rebuild.</param>
    public static object Of(Rebuild rebuild, DateTimeOffset now)
    {
        var rate = Rate(rebuild, now);
        return new
        {
            rebuild.Id,
            rebuild.Projections,
            rebuild.Store,
            rebuild.Actor,
            rebuild.State,
            rebuild.Events,
            rebuild.Done,
            percent = Percent(rebuild),
            rate,
            etaS = Eta(rebuild, rate),
            rebuild.Head,
            rebuild.Error,
            rebuild.AskedAt,
            rebuild.BeganAt,
            rebuild.EndedAt,
            durationS = Duration(rebuild),
        };
    }

    /// <param name="projection">The projection.</param>
    /// <param name="head">The newest event: each push writes its rows too, so they are never behind it.</param>
    /// <param name="last">The last rebuild that made these rows.</param>
    /// <param name="open">The rebuild under way, of this or another projection.</param>
    /// <param name="now">What its rate is reckoned to.</param>
    public static object In(ProjectionStatus projection, long head, Rebuild? last, Rebuild? open, DateTimeOffset now)
    {
        var running = open?.Projections.Contains(projection.Projection.Name) == true ? open : null;
        return new
        {
            projection.Projection.Name,
            projection.Projection.About,
            projection.Version,
            position = head,
            lag = 0,
            state = running is not null ? "rebuilding" : projection.IsOutdated ? "outdated" : "current",
            rows = projection.RowsEstimate,
            lastRebuild = last is null ? null : new { last.Id, last.Store, last.EndedAt, durationS = Duration(last), events = last.Done },
            rebuild = running is null ? null : Of(running, now),
        };
    }

    private static double Percent(Rebuild rebuild) => rebuild.State == RebuildState.Done ? 100
        : rebuild.Events == 0 ? 0
        : Math.Min(99.9, Math.Floor(1000.0 * rebuild.Done / rebuild.Events) / 10);

    private static long Rate(Rebuild rebuild, DateTimeOffset now) => rebuild.BeganAt is not { } began ? 0
        : (long)(rebuild.Done / Math.Max(SecondsMin, ((rebuild.EndedAt ?? now) - began).TotalSeconds));

    // Indexes take a while that nobody knows beforehand.
    private static double? Eta(Rebuild rebuild, long rate) => rebuild.State == RebuildState.Copying && rate > 0 && rebuild.Events > 0
        ? Math.Round((double)Math.Max(0, rebuild.Events - rebuild.Done) / rate, 1)
        : null;

    private static double? Duration(Rebuild rebuild) => rebuild.EndedAt is { } ended
        ? Math.Round((ended - (rebuild.BeganAt ?? rebuild.AskedAt)).TotalSeconds, 3)
        : null;
}
