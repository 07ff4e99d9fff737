namespace OrderLedger.Api.Http;

/// <summary>
/// Reads the members that may stand beside a status. Absent, null and an empty text all say nothing. What cannot be understood is null, and
/// <paramref name="faults"/> says what the member takes.
/// </summary>
/// <param name="json">The object they are members of.</param>
/// <param name="faults">Is added to.</param>
/// <param name="place">What the object is called in a fault, with a dot: <c>shipping.</c>; empty for the body itself.</param>
internal readonly ref struct OptionalMembers(JsonElement json, FieldFaults faults, string place = "")
{
    /// <summary>Longest text taken where a vendor's list of words is open, in characters.</summary>
    private const int WordMax = 200;

    private readonly JsonElement json = json;
    private readonly FieldFaults faults = faults;
    private readonly string place = place;

    public decimal? Money(string name)
    {
        if (!json.TryMoney(name, out var amount))
            Fault(name, "Send money as a decimal, e.g. 149.90.");
        return amount;
    }

    /// <summary>An ISO 4217 code in <c>currency</c>.</summary>
    public string? Currency()
    {
        if (json.TryCurrency(out var currency))
            return currency;
        Fault("currency", "Send an ISO 4217 code of three letters, e.g. EUR.");
        return null;
    }

    /// <summary>A time in ISO 8601; one without a zone is read in <paramref name="zone"/>.</summary>
    public SenderTime? Time(string name, TimeZoneInfo zone)
    {
        if (json.TryTime(name, zone, out var time))
            return time;
        Fault(name, $"{name} takes a time in ISO 8601, e.g. 2026-01-31T09:30:00Z.");
        return null;
    }

    /// <summary>A text; a longer one is cut, and that is noted as a fault.</summary>
    public string? Text(string name, int lengthMax)
    {
        if (json.Member(name) is not { } member)
            return null;
        if (member.ValueKind != JsonValueKind.String)
        {
            Fault(name, $"{name} takes a text of up to {lengthMax} characters.");
            return null;
        }
        return member.GetString() is { Length: > 0 } text ? text.Length <= lengthMax ? text : Cut(name, text, lengthMax) : null;
    }

    /// <summary>An id or a number: a text or a JSON number, as text.</summary>
    public string? TextOrNumber(string name, int lengthMax)
    {
        if (json.TextOrNumber(name) is { } text && text.Length <= lengthMax)
            return text.Length > 0 ? text : null;
        if (json.Member(name) is not null)
            Fault(name, $"{name} takes a text of 1 to {lengthMax} characters.");
        return null;
    }

    /// <summary>The first of these members that says something, as one of the known words; where none are known any text is one.</summary>
    public string? Word(IReadOnlyList<string> names, IReadOnlyList<string> known)
    {
        foreach (var name in names)
            if (json.Member(name) is { } sent && sent is not { ValueKind: JsonValueKind.String } || json.Text(name) is { Length: > 0 })
                return Word(name, known);
        return null;
    }

    /// <summary>The sentence that says which words a list takes.</summary>
    public static string Wanted(IReadOnlyList<string> known) =>
        known.Count == 0 ? $"Send a text of up to {WordMax} characters." : $"Allowed: {string.Join(", ", known)}";

    public void Fault(string name, string error) => faults.Add(place + name, error);

    private string? Word(string name, IReadOnlyList<string> known)
    {
        var word = json.Text(name)?.Trim() ?? "";
        if (known.Count > 0)
            word = word.ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        if (known.Count == 0 ? word.Length is > 0 and <= WordMax : known.Contains(word))
            return word;
        Fault(name, $"Invalid {name}. {Wanted(known)}");
        return null;
    }

    private string Cut(string name, string text, int lengthMax)
    {
        Fault(name, $"{name} takes up to {lengthMax} characters; what exceeds them was cut.");
        return text[..(char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax)];
    }
}
