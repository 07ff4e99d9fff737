using System.Text.Json.Nodes;

namespace OrderLedger.Api.Pushes;

/// <summary>
/// Lists that came as objects: PHP writes a list with a gap in its numbering as <c>{"0": ..., "2": ...}</c>. An object is such a list when
/// all its names are numbers and all its values are objects.
/// </summary>
internal static class PhpLists
{
    /// <summary>The elements of a list, also of one that came as an object; null where it is neither.</summary>
    public static IEnumerable<JsonElement>? Elements(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { ValueKind: JsonValueKind.Object } odd when IsList(odd) => odd.EnumerateObject().Select(m => m.Value),
        _ => null,
    };

    /// <summary>The details with each such member, and each such member of the objects in its lists, as a list.</summary>
    public static Details In(Details details) =>
        Holds(details.Json, Depth) ? new(JsonSerializer.SerializeToElement(Mended(details.Json, Depth))) : details;

    // Lists stand on the order itself, on its lines, and on the groups that we make of its members.
    private const int Depth = 4;

    private static bool IsList(JsonElement value)
    {
        var any = false;
        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Object || member.Name.Length == 0 || !member.Name.All(char.IsAsciiDigit))
                return false;
            any = true;
        }
        return any;
    }

    private static bool Holds(JsonElement value, int depth) => depth > 0 && value.ValueKind switch
    {
        JsonValueKind.Object => IsList(value) || value.EnumerateObject().Any(m => Holds(m.Value, depth - 1)),
        JsonValueKind.Array => value.EnumerateArray().Any(e => Holds(e, depth - 1)),
        _ => false,
    };

    private static JsonNode? Mended(JsonElement value, int depth)
    {
        if (!Holds(value, depth))
            return value.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(value.GetRawText());
        if (Elements(value) is { } list)
            return new JsonArray([.. list.Select(e => Mended(e, depth - 1))]);
        return new JsonObject(value.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, Mended(m.Value, depth - 1))));
    }
}
