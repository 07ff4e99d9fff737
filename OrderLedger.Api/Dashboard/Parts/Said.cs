namespace OrderLedger.Api.Dashboard.Parts;

/// <summary>Numbers, money and times as a page says them.</summary>
internal static class Said
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number that was counted only so far: "99+".</summary>
    public static string UpTo(int max, long number) => number > max ? $"{Number(max)}+" : Number(number);

    /// <summary>With two decimals, or those it has where it has more.</summary>
    public static string Money(decimal? amount, string currency) =>
        amount is { } some ? $"{some.ToString("#,##0.00##", CultureInfo.InvariantCulture)} {currency}" : "–";

    /// <summary>The two largest units: "3 d 4 h", "25 min", "12 s".</summary>
    public static string Age(TimeSpan age)
    {
        if (age < TimeSpan.Zero)
            age = TimeSpan.Zero;
        return age switch
        {
            { TotalDays: >= 100 } => Text($"{age.Days} d"),
            { TotalDays: >= 1 } => age.Hours == 0 ? Text($"{age.Days} d") : Text($"{age.Days} d {age.Hours} h"),
            { TotalHours: >= 1 } => age.Minutes == 0 ? Text($"{age.Hours} h") : Text($"{age.Hours} h {age.Minutes} min"),
            { TotalMinutes: >= 1 } => Text($"{age.Minutes} min"),
            _ => Text($"{age.Seconds} s"),
        };
    }

    public static string Age(decimal? seconds) => seconds is { } some ? Age(TimeSpan.FromSeconds((double)some)) : "–";

    /// <summary>
    /// In the store's zone, as pages print it: "21 Nov 14:03", of another year "21 Nov 2024".
    /// </summary>
    public static string Time(DateTimeOffset at, TimeZoneInfo zone, DateTimeOffset now)
    {
        var (there, today) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone));
        return there.ToString(there.Year == today.Year ? "d MMM HH:mm" : "d MMM yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>To the second, with the zone.</summary>
    public static string Exact(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
