using System.Text.Json.Serialization;

namespace OrderLedger.Domain;

/// <summary>
/// Where an order stands in our own words, so that the statuses of all vendors can be counted together.
/// On the wire and in the stored events a phase is spelled in snake_case.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Phase>))]
public enum Phase
{
    [JsonStringEnumMemberName("draft")] Draft,
    [JsonStringEnumMemberName("open")] Open,
    [JsonStringEnumMemberName("in_progress")] InProgress,
    [JsonStringEnumMemberName("done")] Done,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
    [JsonStringEnumMemberName("refunded")] Refunded,
    [JsonStringEnumMemberName("failed")] Failed,
}

public static class Phases
{
    private static readonly string[] Words = ["draft", "open", "in_progress", "done", "cancelled", "refunded", "failed"];

    /// <summary>All phases as they are spelled on the wire, in the order of an order's life.</summary>
    public static IReadOnlyList<string> All => Words;

    /// <summary>Whether an order in it is still worked on: draft, open or in progress.</summary>
    public static bool IsOpen(this Phase phase) => phase <= Phase.InProgress;

    public static string Word(this Phase phase) => Words[(int)phase];

    /// <summary>The phase spelled so, or null.</summary>
    public static Phase? Parse(string word) => Array.IndexOf(Words, word) is >= 0 and var i ? (Phase)i : null;
}
