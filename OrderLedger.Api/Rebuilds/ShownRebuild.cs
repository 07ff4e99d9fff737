using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Rebuilds;

/// <summary>A projection and a rebuild as the API shows them.</summary>
internal static class ShownRebuild
{
    /// <param name="now">What the rate is reckoned to while the rebuild goes on.</param>
    /// <param name="rebuild">The rebuild.</param>
    public static object Of(Rebuild rebuild, DateTimeOffset now)
    {
        var pace = RebuildPace.Of(rebuild, now);
        return new
        {
            rebuild.Id,
            rebuild.Projections,
            rebuild.Store,
            rebuild.Actor,
            rebuild.State,
            rebuild.Events,
            rebuild.Done,
            percent = pace.Percent,
            rate = pace.EventsPerS,
            etaS = pace.LeftS,
            rebuild.Head,
            rebuild.Error,
            rebuild.AskedAt,
            rebuild.BeganAt,
            rebuild.EndedAt,
            durationS = pace.TookS,
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
            lastRebuild = last is null
                ? null
                : new { last.Id, last.Store, last.EndedAt, durationS = RebuildPace.Of(last, now).TookS, events = last.Done },
            rebuild = running is null ? null : Of(running, now),
        };
    }
}
