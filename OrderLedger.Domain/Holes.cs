namespace OrderLedger.Domain;

/// <summary>
/// Texts that automations send where a value is missing: what their language calls nothing, or a placeholder that nobody filled in. They
/// are neither a status nor an id.
/// </summary>
public static class Holes
{
    private static readonly string[] Words = ["undefined", "null", "nil", "nan", "none", "true", "false", "[object object]", "n/a"];

    private static readonly (string Start, string End)[] Placeholders =
        [("{{", "}}"), ("${", "}"), ("{%", "%}"), ("<%", "%>"), ("[[", "]]")];

    /// <summary>Whether the text says nothing.</summary>
    public static bool Is(string text)
    {
        var word = text.Trim();
        return Array.Exists(Words, hole => word.Equals(hole, StringComparison.OrdinalIgnoreCase))
            || Array.Exists(Placeholders, p =>
                word.StartsWith(p.Start, StringComparison.Ordinal) && word.EndsWith(p.End, StringComparison.Ordinal));
    }
}
