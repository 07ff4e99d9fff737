namespace OrderLedger.Api.Pushes;

/// <summary>
/// The ids a dialect gives its orders, each in one spelling, so that one order has one stream. Always text: digits, UUIDs and ULIDs.
/// </summary>
internal static class OrderIds
{
    private const int UlidLength = 26;

    /// <summary>The id in its one spelling, or null when it is none of this dialect.</summary>
    public static string? Read(string text, Store store) => Dialects.Of(store.Dialect).OrderIds switch
    {
        OrderIdForm.WholeNumber => Numeric(text)?.ToString(CultureInfo.InvariantCulture),
        OrderIdForm.Ulid => Ulid(text),
        _ => text.Trim() is { Length: > 0 and <= StreamKey.OrderIdMax } id && !id.Any(char.IsControl) && !IsNone(id) ? id : null,
    };

    /// <summary>Describes an id of this dialect to a sender who sent another.</summary>
    public static string Wanted(Store store) => Dialects.Of(store.Dialect).OrderIds switch
    {
        OrderIdForm.WholeNumber => "a whole number, e.g. 2539",
        OrderIdForm.Ulid => "a ULID of 26 characters",
        _ => $"a text of 1 to {StreamKey.OrderIdMax} characters",
    };

    /// <summary>
    /// Decimal digits only, within 64 bits, and not 0: no shop has an order 0, and automations send it for an id they lack.
    /// </summary>
    public static long? Numeric(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    /// <summary>Crockford's base 32, in lower case as the vendor prints it; upper case means the same.</summary>
    public static string? Ulid(string text) =>
        text.Trim().ToLowerInvariant() is { Length: UlidLength } id
            && id.All(c => char.IsAsciiLetterOrDigit(c) && c is not ('i' or 'l' or 'o' or 'u'))
            ? id
            : null;

    private static bool IsNone(string id) => Holes.Is(id) || id.All(c => c == '0');
}
