using System.Text;

namespace OrderLedger.Domain;

/// <summary>
/// The tags of an order: words that colleagues choose, each in one spelling. Kept as one text, sorted and separated by one space, for a tag
/// holds none.
/// </summary>
public static class Tags
{
    /// <summary>Most tags of one order.</summary>
    public const int CountMax = 20;

    /// <summary>Longest tag, in characters.</summary>
    public const int LengthMax = 40;

    /// <summary>
    /// A tag as it is kept: in lower case, what stands between its words a hyphen. Null where the text is none: it is empty, too long, or
    /// holds a comma or a control character.
    /// </summary>
    public static string? Read(string text)
    {
        // Half of a surrogate pair is no character, and normalising it throws.
        if (text.Length > LengthMax * 2 || text.Any(c => c == ',' || (char.IsControl(c) && !char.IsWhiteSpace(c))) || !IsWhole(text))
            return null;
        var words = text.Normalize(NormalizationForm.FormC).ToLowerInvariant().TrimStart('#').Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries);
        return string.Join('-', words) is { Length: > 0 and <= LengthMax } tag ? tag : null;
    }

    public static IReadOnlyList<string> List(string? tags) => tags is null ? [] : tags.Split(' ');

    internal static string With(string? tags, string tag) =>
        string.Join(' ', List(tags).Append(tag).Distinct().Order(StringComparer.Ordinal));

    internal static string? Without(string? tags, string tag) =>
        string.Join(' ', List(tags).Where(t => t != tag)) is { Length: > 0 } left ? left : null;

    private static bool IsWhole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar)
                return false;
        return true;
    }
}
