namespace OrderLedger.Api.Http;

/// <summary>Reads members of a JSON object the way vendors mean them. Absent and null are the same: nothing was said.</summary>
internal static class JsonMembers
{
    /// <summary>Shops did not exist before, and a time beyond is a slip of the sender.</summary>
    public const int YearMin = 1990;
    public const int YearMax = 2200;

    /// <summary>An amount beyond is a slip of the sender. Within these bounds the sum of ten million orders still fits a decimal.</summary>
    private const decimal AmountMax = 999_999_999_999.99m;
    private const int DecimalsMax = 8;

    /// <summary>Characters of a day: 2026-01-31.</summary>
    private const int DayLength = 10;

    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A string member, or null when it is absent or something else.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>An id or a number as vendors send it: a string or a JSON number, as text.</summary>
    public static string? TextOrNumber(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>The id of an order: a text or a JSON number, as text. Some languages write a whole number as 2539.0.</summary>
    public static string? Id(this JsonElement json, string name) =>
        json.TextOrNumber(name) is { } id && json.Member(name) is { ValueKind: JsonValueKind.Number }
            && id.EndsWith(".0", StringComparison.Ordinal) ? id[..^2] : json.TextOrNumber(name);

    /// <summary>
    /// An amount of money, a string or a number, to eight decimals; <paramref name="amount"/> is null when the member is
    /// absent or empty.
    /// </summary>
    /// <returns>False when there is something that is no amount.</returns>
    public static bool TryMoney(this JsonElement json, string name, out decimal? amount)
    {
        amount = null;
        if (json.TextOrNumber(name) is not { Length: > 0 } text)
            return json.Member(name) is null or { ValueKind: JsonValueKind.String };
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var parsed) || Math.Abs(parsed) > AmountMax)
            return false;
        amount = decimal.Round(parsed, DecimalsMax);
        return true;
    }

    /// <summary>An ISO 4217 code in <c>currency</c>, upper-cased; null when the member is absent or empty.</summary>
    /// <returns>False when there is something that is no such code.</returns>
    public static bool TryCurrency(this JsonElement json, out string? currency)
    {
        currency = json.Text("currency")?.Trim().ToUpperInvariant() is { Length: > 0 } code ? code : null;
        return currency is null
            ? json.Member("currency") is null or { ValueKind: JsonValueKind.String }
            : currency.Length == 3 && currency.All(char.IsAsciiLetterUpper);
    }

    /// <summary>
    /// A time in ISO 8601 and how precise it was written; one without a zone is read in <paramref name="zone"/>; null when the member is
    /// absent or empty.
    /// </summary>
    /// <returns>False when there is something that is no time between 1990 and 2200.</returns>
    public static bool TryTime(this JsonElement json, string name, TimeZoneInfo zone, out SenderTime? time)
    {
        time = null;
        if (json.Member(name) is not { } member)
            return true;
        if (member.ValueKind != JsonValueKind.String)
            return false;
        if (member.GetString()!.Trim() is not { Length: > 0 } text)
            return true;
        if (Time(text, zone) is not { } moment)
            return false;
        time = text.Length == DayLength ? new SenderTime(moment, Time(NextDay(text), zone) - moment ?? TimeSpan.FromDays(1))
            : IsToTheMinute(text) ? new SenderTime(moment, TimeSpan.FromMinutes(1))
            : moment;
        return true;
    }

    /// <summary>The end of a range, exclusive: of a day its end, else the time itself; null when it is neither.</summary>
    public static DateTimeOffset? Until(string to, TimeZoneInfo zone) => to.Length == DayLength
        ? DateOnly.TryParseExact(to, "yyyy-MM-dd", out var day) && day < DateOnly.MaxValue
            ? Time(day.AddDays(1).ToString("yyyy-MM-dd", null), zone)
            : null
        : Time(to, zone);

    /// <summary>The time spelled so, in UTC and whole microseconds (PostgreSQL keeps no finer), or null.</summary>
    public static DateTimeOffset? Time(string text, TimeZoneInfo zone)
    {
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var parsed)
            || parsed.Year is < YearMin or > YearMax)
            return null;
        var utc = parsed.Kind switch
        {
            DateTimeKind.Utc => parsed,
            DateTimeKind.Local => parsed.ToUniversalTime(),
            _ => zone.IsInvalidTime(parsed) ? parsed - zone.GetUtcOffset(parsed) : TimeZoneInfo.ConvertTimeToUtc(parsed, zone),
        };
        return new(utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond)).Ticks, TimeSpan.Zero);
    }

    private static string NextDay(string day) =>
        DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(1)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // 2026-01-31T09:30, with or without a zone: no second colon after the T but that of a zone.
    private static bool IsToTheMinute(string text) => text.Length >= 16 && text[13] == ':' && (text.Length == 16 || text[16] != ':');
}
