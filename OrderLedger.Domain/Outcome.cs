using System.Text.Json.Serialization;

namespace OrderLedger.Domain;

/// <summary>The result of an accepted request, in a word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutcomeKind>))]
public enum OutcomeKind
{
    [JsonStringEnumMemberName("registered")] Registered,
    [JsonStringEnumMemberName("changed")] Changed,
    [JsonStringEnumMemberName("unchanged")] Unchanged,
    [JsonStringEnumMemberName("stale")] Stale,
}

/// <summary>
/// The outcome of an accepted request. It is kept beside the idempotency key, so that a retry reads the first answer again;
/// so everything a dialect says must be derived from it.
/// </summary>
public sealed record Outcome(OutcomeKind Kind, string? PreviousStatus, bool Unusual, Order Order)
{
    public static Outcome Of(IReadOnlyList<OrderEvent> events, Order? before, Order after) => new(
        KindOf(events, isNew: before is null),
        before?.Status,
        events.Any(e => e is StatusChanged { Unusual: true }),
        after);

    public static OutcomeKind KindOf(IReadOnlyList<OrderEvent> events, bool isNew) =>
        isNew ? OutcomeKind.Registered
        : events.All(e => e is StatusRepeated) ? OutcomeKind.Unchanged
        : events.All(e => e is StaleStatusReported or StatusRepeated) ? OutcomeKind.Stale
        : OutcomeKind.Changed;

    /// <summary>The order's details after the request, where the answer shows them.</summary>
    public OrderDetails? Details { get; init; }

    /// <summary>Sentences on what was not taken as it was sent; null where all was.</summary>
    public IReadOnlyList<string>? Notes { get; init; }

    [JsonIgnore]
    public bool Changed => Kind is OutcomeKind.Registered or OutcomeKind.Changed;
}
