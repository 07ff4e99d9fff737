namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>Days of a store, both inclusive; null for no bound.</summary>
public readonly record struct Period(DateOnly? From, DateOnly? To)
{
    // What PostgreSQL and .NET both know as a time, with room for a zone on either side.
    private static readonly DateTimeOffset Earliest = new(2, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateOnly First => From ?? DateOnly.MinValue;

    public DateOnly Last => To ?? DateOnly.MaxValue;

    public bool Contains(DateOnly day) => day >= First && day <= Last;

    /// <summary>The period of as many days that ends the day before; null where a bound is missing or there are not so many days.</summary>
    public Period? Before()
    {
        if (From is not { } from || To is not { } to)
            return null;
        var days = to.DayNumber - from.DayNumber + 1;
        return days > from.DayNumber ? null : new(from.AddDays(-days), from.AddDays(-1));
    }

    /// <summary>The period's first moment in the zone.</summary>
    public DateTimeOffset Begin(TimeZoneInfo zone) => StartOf(First, zone);

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset End(TimeZoneInfo zone) => Last.Year >= Latest.Year ? Latest : StartOf(Last.AddDays(1), zone);

    // Where clocks are moved at midnight, a day begins at the first moment that bears its date.
    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        if (day.Year <= Earliest.Year)
            return Earliest;
        if (day.Year >= Latest.Year)
            return Latest;
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
