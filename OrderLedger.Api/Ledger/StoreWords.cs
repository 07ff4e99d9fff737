namespace OrderLedger.Api.Ledger;

/// <summary>
/// Reads what is said of a store, by the same rules wherever it is said. What cannot be is a <see cref="FormatException"/> whose message
/// begins with how the asker calls it and says what it takes.
/// </summary>
public static class StoreWords
{
    private const int NameMax = 100;
    private const int RateMax = 1_000_000;

    public static Policy Policy(string word, string name) =>
        Policies.Parse(word) ?? throw new FormatException($"{name} takes permissive or strict, not '{word}'.");

    /// <summary>An ISO 4217 code, in capitals or not.</summary>
    public static string Currency(string code, string name) =>
        code.ToUpperInvariant() is { Length: 3 } currency && currency.All(char.IsAsciiLetterUpper)
            ? currency
            : throw new FormatException($"{name} takes an ISO 4217 code such as EUR, not '{code}'.");

    public static TimeZoneInfo TimeZone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        ? zone
        : throw new FormatException($"There is no time zone '{id}'. Use an IANA name such as Europe/Berlin.");

    /// <summary>Checks the name by which a client names the store.</summary>
    public static string Named(string text, string name) => text.Length is > 0 and <= NameMax && !text.Any(char.IsWhiteSpace)
        ? text
        : throw new FormatException($"{name} takes 1 to {NameMax} characters without spaces.");

    /// <summary>Requests of one key in a minute, 0 for no limit.</summary>
    public static int Rate(int? rate, string name) => rate is >= 0 and <= RateMax
        ? rate.Value
        : throw new FormatException($"{name} takes a number from 0 to {RateMax}.");

    public static Phase Phase(string word, string name) =>
        Phases.Parse(word) ?? throw new FormatException($"{name} takes one of: {string.Join(", ", Phases.All)}.");

    /// <summary>Hours until an order in a status is overdue.</summary>
    public static int Hours(string text, string name) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours > 0
            ? hours
            : throw new FormatException($"{name} takes a whole number of hours above 0, not '{text}'.");
}
