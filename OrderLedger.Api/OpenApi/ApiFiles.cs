using System.Text.Json.Nodes;

namespace OrderLedger.Api.OpenApi;

/// <summary>
/// Reads the descriptions of all routes from the embedded <c>examples</c> folders. What several routes of a folder share stands in its
/// <c>shared.json</c> and is referred to by name; what all routes share stands in that of <c>OpenApi/</c>.
/// </summary>
internal static class ApiFiles
{
    private const string Shared = "shared.json";

    // A route that names none is open to a store's key, wherever a key may be.
    private static readonly string[] KeyOfAStore = [ApiDocument.KeyHeader, ApiDocument.Bearer, ApiDocument.KeyQuery];

    /// <summary>The described routes, by "METHOD /path".</summary>
    public static IReadOnlyDictionary<string, ApiOperation> Read()
    {
        var files = typeof(ApiFiles).Assembly.GetManifestResourceNames().Where(n => n.Contains(".examples.", StringComparison.Ordinal))
            .ToDictionary(name => name, Json);
        var everywhere = files[$"{typeof(ApiFiles).Namespace}.examples.{Shared}"];
        return files.Where(f => !f.Key.EndsWith(Shared, StringComparison.Ordinal)).ToDictionary(
            f => (string)f.Value["route"]!,
            f => Operation(f.Value, [files.GetValueOrDefault(SharedOf(f.Key)), everywhere]));
    }

    private static ApiOperation Operation(JsonObject file, IReadOnlyList<JsonObject?> shared) => new(
        (string)file["summary"]!,
        string.Join('\n', List(file, "description").Select(line => (string)line!)),
        file["security"] is null ? KeyOfAStore : [.. List(file, "security").Select(name => (string)name!)],
        [.. List(file, "parameters").Select(p => ApiParameter.Of(Found(p, "parameters", shared)))],
        [.. List(file, "requests").Select(r => ApiExample.Of(r.AsObject()))],
        [.. List(file, "answers").Select(a => ApiExample.Of(Found(a, "answers", shared)))]);

    private static JsonObject Found(JsonNode item, string kind, IReadOnlyList<JsonObject?> shared) => item as JsonObject
        ?? shared.Select(s => s?[kind]?[(string)item!]).OfType<JsonObject>().FirstOrDefault()
        ?? throw new FormatException($"No shared.json has '{item}' among its {kind}.");

    private static IEnumerable<JsonNode> List(JsonObject file, string name) => file[name]?.AsArray().Select(n => n!) ?? [];

    private static string SharedOf(string resource) =>
        resource[..(resource.IndexOf(".examples.", StringComparison.Ordinal) + ".examples.".Length)] + Shared;

    private static JsonObject Json(string resource)
    {
        using var stream = typeof(ApiFiles).Assembly.GetManifestResourceStream(resource)!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
