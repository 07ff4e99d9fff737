namespace OrderLedger.Api.Http;

/// <summary>A member of a body that cannot be read, and a sentence that says what it takes.</summary>
internal sealed record FieldFault(string Field, string Error);

/// <summary>
/// The faults of the members of a body. Beside a status that is good they are notes: the member is left out and the sender is told.
/// </summary>
internal sealed class FieldFaults : List<FieldFault>
{
    /// <summary>Most notes on one push; a body of a thousand odd members needs no thousand sentences.</summary>
    private const int NotesMax = 20;

    public void Add(string field, string error) => Add(new(field, error));

    /// <summary>A sentence for each. It never shows what the member held, which may be about a person.</summary>
    public IReadOnlyList<string> AsNotes(params IReadOnlyList<string> others)
    {
        if (Count == 0)
            return others;
        List<string> notes = [.. others, .. this.Select(f => $"{f.Field} was left out. {f.Error}").Distinct()];
        return notes.Count <= NotesMax ? notes : [.. notes.Take(NotesMax - 1), $"And {notes.Count - NotesMax + 1} more of the kind."];
    }
}
