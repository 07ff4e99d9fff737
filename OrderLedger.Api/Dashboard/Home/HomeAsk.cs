using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Dashboard.Home;

/// <summary>
/// Home as it is asked for: the last so many days, or from a day to a day (<c>Days</c> is null then), and the currency money is shown in.
/// </summary>
public sealed record HomeAsk(Period Period, int? Days, string? Currency)
{
    /// <summary>The ranges that are one click away.</summary>
    public static readonly IReadOnlyList<int> Ranges = [7, 30, 90];

    public const int DaysDefault = 30;

    /// <summary>Most days of a range: ten years.</summary>
    public const int DaysMax = 3_660;

    private const string DayFormat = "yyyy-MM-dd";

    private static readonly Period Possible = new(new(1990, 1, 1), new(2199, 12, 31));

    /// <summary>How wide the columns of a chart are, so that a narrow screen can show them.</summary>
    internal Bucket Bucket => (Period.Last.DayNumber - Period.First.DayNumber + 1) switch
    {
        <= 92 => Bucket.Day,
        <= 550 => Bucket.Week,
        _ => Bucket.Month,
    };

    /// <summary>The query, or a sentence that says what is wrong with it.</summary>
    internal static (HomeAsk? Ask, string? Fault) Read(Query query, DateOnly today)
    {
        var (range, from, to) = (query.Text("range"), query.Text("from"), query.Text("to"));
        var currency = query.Text("currency")?.ToUpperInvariant();
        if (query.Unknown() is { } unknown)
            return (null, unknown);
        if (currency is not null && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
            return (null, "currency takes a code of three letters, e.g. EUR.");
        if (range is not null && (from ?? to) is not null)
            return (null, "Give either range, or from and to.");
        if ((from ?? to) is null)
            return Ranges.Contains(Number(range))
                ? (Last(Number(range), today) with { Currency = currency }, null)
                : (null, "range takes 7, 30 or 90: the last so many days.");
        if (Day(from) is not { } first || Day(to) is not { } last)
            return (null, "from and to go together and take a day each, e.g. 2026-01-31.");
        return first > last ? (null, "from must not be after to.")
            : last.DayNumber - first.DayNumber >= DaysMax ? (null, $"A range has up to {DaysMax} days.")
            : (new(new(first, last), null, currency), null);
    }

    public static HomeAsk Last(int days, DateOnly today) => new(new(today.AddDays(1 - days), today), days, null);

    /// <summary>The same in the words of a query string; begins with "?".</summary>
    public string ToQuery() =>
        (Days is { } days ? string.Create(CultureInfo.InvariantCulture, $"?range={days}") : $"?{DaysQuery}")
            + (Currency is null ? "" : $"&currency={Currency}");

    /// <summary>The range as any list takes it.</summary>
    public string DaysQuery => $"from={Written(Period.First)}&to={Written(Period.Last)}";

    public static string Written(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static int Number(string? range) =>
        range is null ? DaysDefault : int.TryParse(range, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 0;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && Possible.Contains(day)
            ? day
            : null;
}
