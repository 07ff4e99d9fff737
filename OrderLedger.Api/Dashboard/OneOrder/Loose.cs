using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>Reads JSON of which nothing is promised: what is absent, or something else than it should be, is nothing.</summary>
internal static partial class Loose
{
    private const int TextMax = 500;

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement? At(this JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The first of these members that says something, as a line of text.</summary>
    public static string? Text(this JsonElement? json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (json.At(name).Line() is { } text)
                return text;
        return null;
    }

    /// <summary>A value that fits on a line; null where it does not or says nothing.</summary>
    public static string? Line(this JsonElement? value)
    {
        var text = value switch
        {
            { ValueKind: JsonValueKind.String } s => s.GetString()!.Trim(),
            { ValueKind: JsonValueKind.Number } n => n.GetRawText(),
            { ValueKind: JsonValueKind.True } => "yes",
            { ValueKind: JsonValueKind.False } => "no",
            _ => "",
        };
        return text.Length == 0 ? null : text.Length > TextMax ? text[..TextMax] + " ..." : text;
    }

    /// <summary>An amount or a quantity as it is said; what is no number stays as it came.</summary>
    public static string? Amount(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("#,##0.00##", CultureInfo.InvariantCulture)
            : text;

    public static IEnumerable<JsonElement?> Items(this JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(e => (JsonElement?)e) : [];

    /// <summary>A member's name in words: "shipping_cost" is "shipping cost".</summary>
    public static string Words(string name) => name.Replace('_', ' ').Trim();

    /// <summary>Indented, and cut where it is longer than anybody reads on a page.</summary>
    public static string Pretty(string json, int charactersMax)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 1_000 });
            var pretty = JsonSerializer.Serialize(document.RootElement, Indented);
            return pretty.Length > charactersMax
                ? $"{pretty[..charactersMax]}\n... {pretty.Length - charactersMax} more characters"
                : pretty;
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return json.Length > charactersMax ? json[..charactersMax] : json;
        }
    }

    /// <summary>Where a click on this e-mail address leads; null where it is none that can be written to safely.</summary>
    public static string? MailTo(string? text) => text is not null && Address().IsMatch(text) ? $"mailto:{text}" : null;

    /// <summary>Where a click on this phone number leads; null where it is none.</summary>
    public static string? CallTo(string? text) =>
        text is not null && Phone().IsMatch(text) ? $"tel:{NotDialled().Replace(text, "")}" : null;

    // No "?" nor "&": they would begin a subject and a text that somebody else wrote.
    [GeneratedRegex(@"^[A-Za-z0-9._+\-]{1,64}@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+$")]
    private static partial Regex Address();

    [GeneratedRegex(@"^\+?[0-9][0-9 ()./\-]{3,30}$|^\([0-9][0-9 ()./\-]{3,30}$")]
    private static partial Regex Phone();

    [GeneratedRegex("[^0-9+]")]
    private static partial Regex NotDialled();
}
