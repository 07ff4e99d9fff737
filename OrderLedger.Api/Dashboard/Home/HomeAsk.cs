using OrderLedger.Api.Ledger.Reporting;

namespace OrderLedger.Api.Dashboard.Home;

/// <summary>A range that is one click away: its word in the address and its name.</summary>
public sealed record Preset(string Word, string Name);

/// <summary>
/// Home as it is asked for: a named range, or from a day to a day (<c>Range</c> is null then), and the currency money is shown in.
/// </summary>
public sealed record HomeAsk(Period Period, string? Range, string? Currency)
{
    /// <summary>The ranges that are one click away. A number stands for the last so many days, today among them.</summary>
    public static readonly IReadOnlyList<Preset> Ranges =
    [
        new("today", "Today"), new("yesterday", "Yesterday"), new("7", "7 days"), new("30", "30 days"), new("90", "90 days"),
        new("month", "This month"),
    ];

    private const string RangeDefault = "30";

    private const int DaysOfWeek = 7;

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
            return Named(range ?? RangeDefault, today) is { } named
                ? (named with { Currency = currency }, null)
                : (null, $"range takes: {string.Join(", ", Ranges.Select(r => r.Word))}.");
        if (Day(from) is not { } first || Day(to) is not { } last)
            return (null, "from and to go together and take a day each, e.g. 2026-01-31.");
        return first > last ? (null, "from must not be after to.")
            : last.DayNumber - first.DayNumber >= DaysMax ? (null, $"A range has up to {DaysMax} days.")
            : (new(new(first, last), null, currency), null);
    }

    /// <summary>The range of that name; null where there is none.</summary>
    public static HomeAsk? Named(string range, DateOnly today) => Ranges.All(r => r.Word != range) ? null : new(range switch
    {
        "today" => new(today, today),
        "yesterday" => new(today.AddDays(-1), today.AddDays(-1)),
        "month" => new(today.AddDays(1 - today.Day), today),
        _ => new(today.AddDays(1 - int.Parse(range, CultureInfo.InvariantCulture)), today),
    }, range, null);

    /// <summary>
    /// The days that these are compared with: of one day the same weekday a week before, of this month the same days of the month before,
    /// else as many days as these, right before them.
    /// </summary>
    public Period Compared
    {
        get
        {
            if (Period.First == Period.Last)
                return new(Period.First.AddDays(-DaysOfWeek), Period.Last.AddDays(-DaysOfWeek));
            return Range == "month" ? new(Period.First.AddMonths(-1), Period.Last.AddMonths(-1)) : Period.Before()!.Value;
        }
    }

    /// <summary>The same in the words of a query string; begins with "?".</summary>
    public string ToQuery() =>
        (Range is null ? $"?{DaysQuery}" : $"?range={Range}")
            + (Currency is null ? "" : $"&currency={Currency}");

    /// <summary>The range as any list takes it.</summary>
    public string DaysQuery => $"from={Written(Period.First)}&to={Written(Period.Last)}";

    public static string Written(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && Possible.Contains(day)
            ? day
            : null;
}
