using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Http;

/// <summary>Reads the moment of an <c>as_of</c>.</summary>
internal static class AsOf
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>
    /// A time, or a day in the store's time zone: its last moment. Today is not over, so it means now. Null where it is neither.
    /// </summary>
    public static DateTimeOffset? Moment(string text, Store store, DateTimeOffset now)
    {
        if (text.Length != DayFormat.Length)
            return JsonMembers.Time(text, store.TimeZone);
        if (!DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || JsonMembers.Time(text, store.TimeZone) is null)
            return null;
        return day == store.DayOf(now) ? now : new Period(day, day).End(store.TimeZone).AddMicroseconds(-1);
    }
}
