namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>A source that is silent for longer than usual, and when it brought something last.</summary>
public sealed record SilentSource(string Source, DateTimeOffset LastAt);

/// <summary>Finds the sources that are silent for longer than usual, by the rule that alerts go by, too.</summary>
internal static class SilentSources
{
    /// <summary>A source that brought nothing for so many days is forgotten.</summary>
    private const int DaysMax = 40;

    public static async Task<IReadOnlyList<SilentSource>> Of(
        NpgsqlDataSource database, Store store, DateTimeOffset now, CancellationToken stop)
    {
        var found = new List<SilentSource>();
        foreach (var (source, last) in await SourceHealth.LastPushes(database, store, store.DayOf(now).AddDays(-DaysMax), stop))
            if (Silence.IsWatched(source) && Silence.Before(store.TimeZone, last, now) is { Count: > 0 } before
                && Silence.IsUnusual(await SourceHealth.OrdersThen(database, new(store.Name, source, before), Silence.OrdersMin, stop)))
                found.Add(new(source, last));
        return found;
    }
}
