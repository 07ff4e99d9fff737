namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>A cell of a table in CSV (RFC 4180): numbers and times as machines read them, text so that no spreadsheet runs it.</summary>
internal static class Csv
{
    public static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quoted(text),
        bool holds => holds ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"No cell is a {value.GetType().Name}.", nameof(value)),
    };

    // A spreadsheet takes a text that begins so for a formula and runs it.
    private static string Quoted(string text)
    {
        if (text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal))
            text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
