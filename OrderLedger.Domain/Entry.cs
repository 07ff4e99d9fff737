namespace OrderLedger.Domain;

/// <summary>
/// One event as audit, time in status and per-source health read it: a row beside the event, never more than the event says.
/// <c>Held</c> is how long the status that was left had lasted, by effective time; null when no status was left.
/// <c>PaidBack</c> is how much more of the order's money was paid back than before, in its currency; null where nothing was.
/// <c>Cycle</c> is the time from the order's first status to its first entry into phase <c>done</c>, on the event that brought it there.
/// </summary>
public sealed record Entry(Recorded Recorded, string? StatusFrom, string? StatusTo, Phase Phase, DateTimeOffset? OccurredAt)
{
    public bool Unusual { get; init; }

    public bool Stale { get; init; }

    public TimeSpan? Held { get; init; }

    public TimeSpan? Cycle { get; init; }

    public decimal? PaidBack { get; init; }

    public string? Currency { get; init; }

    public static Entry Of(Order? before, Recorded r, Order after)
    {
        var entry = Plain(before, r, after);
        var more = after.PaidBack - (before?.PaidBack ?? 0);
        return more == 0 ? entry : entry with { PaidBack = more, Currency = after.Currency };
    }

    private static Entry Plain(Order? before, Recorded r, Order after) => r.Event switch
    {
        OrderRegistered e => new(r, null, e.Status, e.Phase, e.OccurredAt) { Cycle = CycleOf(before, after) },
        StatusChanged e => new(r, e.From, e.To, e.Phase, e.OccurredAt)
        {
            Unusual = e.Unusual,
            Held = NotLessThanNothing((e.OccurredAt ?? r.At) - before!.StatusSince),
            Cycle = CycleOf(before, after),
        },
        StaleStatusReported e => new(r, null, e.Status, after.Phase, e.OccurredAt) { Stale = true },
        PaymentStatusChanged e => new(r, null, null, after.Phase, e.OccurredAt),
        FulfilmentStatusChanged e => new(r, null, null, after.Phase, e.OccurredAt),
        StatusRepeated e => new(r, null, null, after.Phase, e.OccurredAt),
        OrderDetailsChanged e => new(r, null, null, after.Phase, e.OccurredAt),
        OrderDeleted e => new(r, null, null, after.Phase, e.OccurredAt),
        OrderRestored e => new(r, null, null, after.Phase, e.OccurredAt),
        _ => new(r, null, null, after.Phase, null),
    };

    // A view of a build that did not know when an order was first seen says so until it is rebuilt.
    private static TimeSpan? CycleOf(Order? before, Order after) =>
        before?.DoneAt is null && after.DoneAt is { } done && after.FirstSeenAt != default
            ? NotLessThanNothing(done - after.FirstSeenAt)
            : null;

    // Two clocks may disagree by a little; a status never lasted less than no time.
    private static TimeSpan NotLessThanNothing(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}
