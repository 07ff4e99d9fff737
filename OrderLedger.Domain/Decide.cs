namespace OrderLedger.Domain;

/// <summary>
/// The one place where it is decided what a request does to an order. Pure: the same order, request, rules and time
/// always give the same decision, so a batch may be decided twice and a test needs nothing else.
/// </summary>
public static class Decide
{
    /// <remarks>
    /// <c>order</c> is what its stream leaves, or null when there is no such stream; <c>details</c> are read only
    /// where <see cref="Reads"/> says so; <c>now</c> is our time in whole microseconds.
    /// </remarks>
    public static Decision On(Order? order, OrderDetails? details, OrderRequest request, Rules rules, DateTimeOffset now) => request switch
    {
        Push push => OnPush(order, details, push, rules, now),
        RegisterOrder register => Registration.Decide(order, details, register, rules, now),
        DeleteOrder delete => OnDelete(order, delete, now),
        EraseOrder erase => OnErase(order, erase),
        _ => throw new ArgumentException($"No decision is known for {request.GetType().Name}.", nameof(request)),
    };

    /// <summary>Whether the decision on this request looks at the order's details.</summary>
    public static bool Reads(OrderRequest request) =>
        request is RegisterOrder or EraseOrder or Push { Note: not null } or Push { Details: not null };

    private static Decision OnPush(Order? order, OrderDetails? details, Push push, Rules rules, DateTimeOffset now)
    {
        if (order is not { Deleted: false })
            return new Decision.Refused(new Refusal.UnknownOrder());
        if (push.ExpectedVersions is { } expected && !expected.Contains(order.Version))
            return new Decision.Refused(new Refusal.VersionMoved(order.Version));
        return Report(order, push with
        {
            Note = push.Note == details?.Note ? null : push.Note,
            Details = push.Details is { } patch ? (details?.Details ?? Details.None).ChangesBy(patch) : null,
        }, rules, now);
    }

    /// <summary>
    /// Turns what is reported of the three axes, the details and the note into events: only what differs from what the order already says.
    /// </summary>
    internal static Decision Report(Order order, Push push, Rules rules, DateTimeOffset now)
    {
        if (push.OccurredAt > now + Push.AheadMax)
            return new Decision.Refused(new Refusal.FromTheFuture(push.OccurredAt.Value, now));

        var events = new List<OrderEvent>();
        if (push.Status is { } status && status.Status != order.Status)
        {
            if (push.OccurredAt is { } occurred && IsStale(order, occurred))
                return Stale(order, status, occurred, push.Reason);
            var move = rules.Vocabulary.MoveBetween(order.Status, status.Status);
            if (!rules.Store.Policy.Accepts(move))
                return new Decision.Refused(new Refusal.MoveNotAllowed(
                    order.Status, status.Status, rules.Vocabulary.NextAfter(order.Status, rules.Store.Policy)));
            events.Add(new StatusChanged(order.Status, status.Status, status.Raw, rules.PhaseOf(status.Status),
                push.OccurredAt, push.Reason, move == Move.Unusual));
        }
        if (push.PaymentStatus is { } payment && payment != order.PaymentStatus)
            events.Add(new PaymentStatusChanged(order.PaymentStatus, payment, push.OccurredAt, push.Reason));
        if (push.FulfilmentStatus is { } fulfilment && fulfilment != order.FulfilmentStatus)
            events.Add(new FulfilmentStatusChanged(order.FulfilmentStatus, fulfilment, push.OccurredAt, push.Reason));
        if (push.Details is { } changes)
            events.Add(new OrderDetailsChanged(Details: changes));
        if (push.Note is { } note)
            events.Add(new NoteAdded(note));
        return new Decision.Accepted(events);
    }

    // What the rest of a stale report says is as old as its status: the fact is kept once, nothing of it is applied.
    private static Decision.Accepted Stale(Order order, StatusWord status, DateTimeOffset occurred, string? reason) =>
        order.LastStale == new StaleReport(status.Status, occurred)
            ? new()
            : new(new StaleStatusReported(status.Status, status.Raw, occurred, reason));

    // WooCommerce tells the time in whole seconds: such a report must not look older than a change recorded within the same second.
    internal static bool IsStale(Order order, DateTimeOffset occurred) =>
        order.StatusAsOf is { } asOf && occurred < (occurred.Ticks % TimeSpan.TicksPerSecond == 0 ? WholeSecond(asOf) : asOf);

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private static Decision OnDelete(Order? order, DeleteOrder delete, DateTimeOffset now) => order switch
    {
        null => new Decision.Refused(new Refusal.UnknownOrder()),
        { Deleted: true } => new Decision.Accepted(),
        _ when delete.OccurredAt > now + Push.AheadMax => new Decision.Refused(new Refusal.FromTheFuture(delete.OccurredAt.Value, now)),
        _ => new Decision.Accepted(new OrderDeleted(delete.OccurredAt)),
    };

    // A deleted order's events are still there, and what is in them with them.
    private static Decision OnErase(Order? order, EraseOrder erase) => order switch
    {
        null => new Decision.Refused(new Refusal.UnknownOrder()),
        _ when !erase.HoldsAny => new Decision.Accepted(),
        _ => new Decision.Accepted(new PersonalDataErased(order.Version)),
    };
}
