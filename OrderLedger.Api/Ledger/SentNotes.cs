namespace OrderLedger.Api.Ledger;

/// <summary>
/// The notes on what was not taken as it was sent, as they stand in the header <c>notes</c> of the events that a push led to: a list of
/// sentences.
/// </summary>
internal static class SentNotes
{
    /// <summary>Null where there are none, as for nearly every event.</summary>
    public static string? Written(Sender sender) =>
        sender.Notes.Count == 0 ? null : JsonSerializer.Serialize(sender.Notes, StoredJson.Stored.IReadOnlyListString);

    public static IReadOnlyList<string> Read(string? notes) =>
        notes is null ? [] : JsonSerializer.Deserialize(notes, StoredJson.Stored.IReadOnlyListString) ?? [];
}
