namespace OrderLedger.Domain;

/// <summary>
/// One event as audit, time in status and per-source health read it: a row beside the event, never more than the event says.
/// <c>Held</c> is how long the status that was left had lasted, by effective time; null when no status was left.
/// </summary>
public sealed record Entry(Recorded Recorded, string? StatusFrom, string? StatusTo, Phase Phase, DateTimeOffset? OccurredAt)
{
    public bool Unusual { get; init; }

    public bool Stale { get; init; }

    public TimeSpan? Held { get; init; }

    public static Entry Of(Order? before, Recorded r, Order after) => r.Event switch
    {
        OrderRegistered e => new(r, null, e.Status, e.Phase, e.OccurredAt),
        StatusChanged e => new(r, e.From, e.To, e.Phase, e.OccurredAt) { Unusual = e.Unusual, Held = HeldUntil(before!, e, r) },
        StaleStatusReported e => new(r, null, e.Status, after.Phase, e.OccurredAt) { Stale = true },
        PaymentStatusChanged e => new(r, null, null, after.Phase, e.OccurredAt),
        FulfilmentStatusChanged e => new(r, null, null, after.Phase, e.OccurredAt),
        OrderDeleted e => new(r, null, null, after.Phase, e.OccurredAt),
        OrderRestored e => new(r, null, null, after.Phase, e.OccurredAt),
        _ => new(r, null, null, after.Phase, null),
    };

    // Two clocks may disagree by a little; a status never lasted less than no time.
    private static TimeSpan HeldUntil(Order before, StatusChanged e, Recorded r)
    {
        var held = (e.OccurredAt ?? r.At) - before.StatusSince;
        return held < TimeSpan.Zero ? TimeSpan.Zero : held;
    }
}
