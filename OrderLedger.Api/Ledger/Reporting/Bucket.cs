namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>How wide a column of a chart is. Weeks are those of ISO 8601: they begin on a Monday.</summary>
internal enum Bucket { Day, Week, Month }

internal static class Buckets
{
    /// <summary>Most columns in one answer: more than two and a half years of days.</summary>
    public const int CountMax = 1_000;

    public static Bucket? Parse(string? word) => word switch
    {
        "day" => Bucket.Day,
        "week" => Bucket.Week,
        "month" => Bucket.Month,
        _ => null,
    };

    public static string Word(this Bucket bucket) => bucket switch
    {
        Bucket.Day => "day",
        Bucket.Week => "week",
        _ => "month",
    };

    /// <summary>The first day of the bucket that a day lies in; it may lie before the period.</summary>
    public static DateOnly Of(this Bucket bucket, DateOnly day) => bucket switch
    {
        Bucket.Day => day,
        Bucket.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        _ => new(day.Year, day.Month, 1),
    };

    /// <summary>All buckets of a period that has both bounds; null when there are more than <see cref="CountMax"/>.</summary>
    public static IReadOnlyList<DateOnly>? In(this Bucket bucket, Period period)
    {
        var starts = new List<DateOnly>();
        var (start, last) = (bucket.Of(period.First), bucket.Of(period.Last));
        while (start < last && starts.Count < CountMax)
        {
            starts.Add(start);
            start = bucket switch { Bucket.Day => start.AddDays(1), Bucket.Week => start.AddDays(7), _ => start.AddMonths(1) };
        }
        starts.Add(last);
        return starts.Count > CountMax ? null : starts;
    }
}
