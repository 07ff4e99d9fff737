using System.Net;
using System.Text.RegularExpressions;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>
/// Which variant of a product was ordered, on one line: "Size: XL, Colour: Red". WooCommerce lists it as <c>meta_data</c> of the item and
/// hides what begins with "_"; other shops send one text.
/// </summary>
internal static partial class Variants
{
    /// <summary>Most facts of one item that are shown.</summary>
    public const int FactsMax = 20;

    // What a shop calls a product that has one variant only.
    private const string OnlyOne = "Default Title";

    // WooCommerce puts it before the name of an attribute that all products share.
    private const string SharedAttribute = "pa_";

    /// <summary>Null where the item says nothing of it. Whatever shape the item has, this throws nothing.</summary>
    public static string? Of(JsonElement? item)
    {
        var facts = item.At("meta_data").Items().Select(Fact).OfType<string>().Distinct().Take(FactsMax);
        if (string.Join(", ", facts) is { Length: > 0 } listed)
            return listed;
        var one = item.Text("variant_name", "variant_title") ?? item.At("metadata").Text("variant_title");
        return one is OnlyOne ? null : one;
    }

    private static string? Fact(JsonElement? meta)
    {
        if (meta.Text("key") is { } key && key.StartsWith('_'))
            return null;
        var name = Plain(meta.Text("display_key")) ?? Named(meta.Text("key"));
        var value = Plain(meta.Text("display_value", "value"));
        return name is null || value is null ? null : $"{name}: {value}";
    }

    private static string? Named(string? key)
    {
        if (key is null)
            return null;
        var words = Loose.Words(key.StartsWith(SharedAttribute, StringComparison.Ordinal) ? key[SharedAttribute.Length..] : key);
        return words.Length == 0 ? null : char.ToUpperInvariant(words[0]) + words[1..];
    }

    // What is made for a web page may come with its markup.
    private static string? Plain(string? text) =>
        text is not null && WebUtility.HtmlDecode(Between().Replace(text, " ")).Trim() is { Length: > 0 } plain ? plain : null;

    [GeneratedRegex(@"(\s|</?[A-Za-z][^>]*>)+")]
    private static partial Regex Between();
}
