namespace OrderLedger.Domain;

/// <summary>
/// An event as the ledger holds it. <c>Seq</c> is its place in the whole ledger, <c>Version</c> its place in the stream
/// (1, 2, 3 ... without a hole), <c>At</c> the database's time of recording in whole microseconds.
/// </summary>
public sealed record Recorded(long Seq, Guid Id, StreamKey Stream, long Version, DateTimeOffset At, Sender Sender, OrderEvent Event);

/// <summary>
/// Who brought an event and how. <c>Actor</c> is the key's name or the signed-in user, <c>Source</c> the way in
/// (a dialect's name, <c>intake</c>, <c>api</c>, <c>dashboard</c>, <c>seed</c>), <c>RequestId</c> the HTTP request,
/// <c>DeliveryId</c> the sender's own name for this delivery.
/// </summary>
public sealed record Sender(string Actor, string Source, string? RequestId = null, string? DeliveryId = null)
{
    /// <summary>
    /// Sentences on what was not taken as it was sent. They name members, never what stands in them: it may be about a person, and
    /// these sentences are not erased.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
