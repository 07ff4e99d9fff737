namespace OrderLedger.Api.Pushes;

/// <summary>Reads the status that a body names, in the words of a vocabulary.</summary>
internal static class SentStatus
{
    /// <summary>The first of these members that says something; null where none does. An empty text says nothing.</summary>
    public static JsonElement? In(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (json.Member(name) is { } sent
                && !(sent.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(sent.GetString())))
                return sent;
        return null;
    }

    /// <summary>The status meant, or null where it is none of the vocabulary's.</summary>
    public static StatusWord? Read(JsonElement sent, Vocabulary words) => Meant(sent, words.Read);

    /// <summary>The status an order may come into the ledger with, or null.</summary>
    public static StatusWord? ReadHeld(JsonElement sent, Vocabulary words) => Meant(sent, words.ReadHeld);

    /// <summary>Says what is wrong with a status: where a value is missing at the sender, that it is.</summary>
    /// <param name="name">The member's name in the dialect.</param>
    /// <param name="sent">What it held.</param>
    /// <param name="allowed">The statuses that are taken.</param>
    public static string Fault(string name, JsonElement sent, string allowed) => Hole(sent) is { } hole
        ? $"Invalid {name}: \"{hole}\" stands where the sender has no value. Allowed: {allowed}"
        : $"Invalid {name}. Allowed: {allowed}";

    /// <summary>The statuses that a store takes.</summary>
    public static string Allowed(Vocabulary words, IReadOnlyList<string> statuses) => string.Join(", ", statuses)
        + (words.CustomMax > 0 ? $", or one of the shop's own of up to {words.CustomMax} letters, digits and dashes." : "");

    private static string? Hole(JsonElement sent)
    {
        var word = sent.ValueKind == JsonValueKind.String ? sent.GetString()!.Trim() : "";
        return !Holes.Is(word) ? null : word.Length <= HoleMax ? word : word[..HoleMax] + "...";
    }

    // A placeholder may be long.
    private const int HoleMax = 40;

    private static StatusWord? Meant(JsonElement sent, Func<string, string?> read) =>
        sent.ValueKind == JsonValueKind.String && sent.GetString()! is var raw && read(raw) is { } status ? new(status, raw) : null;
}
