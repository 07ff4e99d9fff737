using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OrderLedger.Domain;

/// <summary>
/// The part of an order that a push never touches, as one JSON object in our own shape: customer, billing, shipping, items, payment and so
/// on (docs/storage.md lists the members). Two are equal when they hold the same JSON, whatever the order of members.
/// </summary>
[JsonConverter(typeof(DetailsJson))]
public sealed class Details : IEquatable<Details>
{
    public static readonly Details None = new(JsonDocument.Parse("{}").RootElement);

    private readonly ReadOnlyMemory<byte> unread;
    private JsonElement json;

    /// <param name="json">A JSON object that outlives its document (cloned or never disposed).</param>
    public Details(JsonElement json) => this.json = json.ValueKind == JsonValueKind.Object
        ? json
        : throw new ArgumentException($"Details are a JSON object, not {json.ValueKind}.", nameof(json));

    private Details(ReadOnlyMemory<byte> utf8) => unread = utf8;

    // Whoever reads it first parses it; two at once do the same work.
    public JsonElement Json => json.ValueKind == JsonValueKind.Object ? json : json = JsonElement.Parse(unread.Span);

    /// <summary>The customer's name, wherever the vendor puts it.</summary>
    public string? CustomerName => Text("customer", "name") ?? Text("customer_name") ?? ContactName;

    public string? CustomerEmail => Text("customer", "email") ?? Text("customer_email") ?? Text("primary_contact", "email");

    public bool IsEmpty => !Json.EnumerateObject().MoveNext();

    /// <summary>A JSON object known to be one, in UTF-8, that is parsed only when somebody looks into it.</summary>
    public static Details Unread(ReadOnlyMemory<byte> utf8) => new(utf8);

    /// <summary>The members of <paramref name="reported"/> that say something new, or null when none does.</summary>
    public Details? ChangesIn(Details reported)
    {
        var changed = reported.Json.EnumerateObject()
            .Where(m => !Json.TryGetProperty(m.Name, out var known) || !JsonElement.DeepEquals(known, m.Value))
            .ToList();
        return changed.Count == 0 ? null : Of(changed);
    }

    /// <summary>
    /// The members that a merge patch (RFC 7396) changes, each as it becomes, or null when it changes none. A member is emptied by null,
    /// never removed: what an event does not name stays.
    /// </summary>
    public Details? ChangesBy(Details patch) => ChangesIn(new(JsonSerializer.SerializeToElement(new JsonObject(patch.Json.EnumerateObject()
        .Select(m => KeyValuePair.Create(m.Name, Merged(Json.TryGetProperty(m.Name, out var known) ? known : default, m.Value)))))));

    /// <summary>These details with each member of <paramref name="changes"/> in the place of the one they had.</summary>
    public Details With(Details changes) => Of(
        [.. Json.EnumerateObject().Where(m => !changes.Json.TryGetProperty(m.Name, out _)), .. changes.Json.EnumerateObject()]);

    /// <summary>Of these details the members with these names.</summary>
    public Details Only(IReadOnlyList<string> names) => Of(Json.EnumerateObject().Where(m => names.Contains(m.Name)));

    /// <summary>These members as they are, number for number.</summary>
    public static Details Of(IEnumerable<JsonProperty> members)
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var member in members)
                member.WriteTo(writer);
            writer.WriteEndObject();
        }
        using var document = JsonDocument.Parse(json.WrittenMemory);
        return new(document.RootElement.Clone());
    }

    public bool Equals(Details? other) => other is not null && JsonElement.DeepEquals(Json, other.Json);

    public override bool Equals(object? obj) => Equals(obj as Details);

    public override int GetHashCode() => Json.EnumerateObject().Count();

    public override string ToString() => Json.GetRawText();

    internal void WriteTo(Utf8JsonWriter writer)
    {
        if (unread.IsEmpty)
            json.WriteTo(writer);
        else
            writer.WriteRawValue(unread.Span, skipInputValidation: true);
    }

    private static JsonNode? Merged(JsonElement known, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
            return patch.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(patch.GetRawText());
        var merged = known.ValueKind == JsonValueKind.Object ? JsonObject.Create(known)! : [];
        foreach (var member in patch.EnumerateObject())
            if (member.Value.ValueKind == JsonValueKind.Null)
                merged.Remove(member.Name);
            else
                merged[member.Name] = Merged(known.ValueKind == JsonValueKind.Object && known.TryGetProperty(member.Name, out var inner)
                    ? inner : default, member.Value);
        return merged;
    }

    private string? ContactName =>
        $"{Text("primary_contact", "first_name")} {Text("primary_contact", "last_name")}".Trim() is { Length: > 0 } name ? name : null;

    private string? Text(string member) =>
        Json.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private string? Text(string member, string inner) =>
        Json.TryGetProperty(member, out var outer) && outer.ValueKind == JsonValueKind.Object
        && outer.TryGetProperty(inner, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}

/// <summary>Details are stored as the object they are, not wrapped in another.</summary>
public sealed class DetailsJson : JsonConverter<Details>
{
    public override Details Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, Details value, JsonSerializerOptions options) => value.WriteTo(writer);
}
