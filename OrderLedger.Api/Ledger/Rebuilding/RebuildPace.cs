namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// How fast a rebuild goes and how far it is: percent of its events, events a second, seconds that are left (null where nobody knows), and
/// seconds it took (null while it goes on).
/// </summary>
public sealed record RebuildPace(double Percent, long EventsPerS, double? LeftS, double? TookS)
{
    private const double SecondsMin = 0.001;

    /// <param name="rebuild">The rebuild.</param>
    /// <param name="now">What the rate is reckoned to while the rebuild goes on.</param>
    public static RebuildPace Of(Rebuild rebuild, DateTimeOffset now)
    {
        var rate = rebuild.BeganAt is not { } began
            ? 0
            : (long)(rebuild.Done / Math.Max(SecondsMin, ((rebuild.EndedAt ?? now) - began).TotalSeconds));
        // Indexes take a while that nobody knows beforehand.
        double? left = rebuild.State == RebuildState.Copying && rate > 0 && rebuild.Events > 0
            ? Math.Round((double)Math.Max(0, rebuild.Events - rebuild.Done) / rate, 1)
            : null;
        double? took = rebuild.EndedAt is { } ended ? Math.Round((ended - (rebuild.BeganAt ?? rebuild.AskedAt)).TotalSeconds, 3) : null;
        return new(PercentOf(rebuild), rate, left, took);
    }

    private static double PercentOf(Rebuild rebuild) => rebuild.State == RebuildState.Done ? 100
        : rebuild.Events == 0 ? 0
        : Math.Min(99.9, Math.Floor(1000.0 * rebuild.Done / rebuild.Events) / 10);
}
