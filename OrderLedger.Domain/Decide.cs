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
        AnnotateOrder annotate => OnAnnotate(order, details, annotate),
        EraseOrder erase => OnErase(order, erase),
        _ => throw new ArgumentException($"No decision is known for {request.GetType().Name}.", nameof(request)),
    };

    /// <summary>Whether the decision on this request looks at the order's details.</summary>
    public static bool Reads(OrderRequest request) =>
        request is RegisterOrder or EraseOrder or Push { Note: not null } or Push { Details: not null } or AnnotateOrder { Note: not null };

    private static Decision OnPush(Order? order, OrderDetails? details, Push push, Rules rules, DateTimeOffset now)
    {
        if (order is not { Deleted: false })
            return new Decision.Refused(new Refusal.UnknownOrder());
        if (push.ExpectedVersions is { } expected && !expected.Contains(order.Version))
            return new Decision.Refused(new Refusal.VersionMoved(order.Version));
        var report = new Report(order, push.OccurredAt, push.Reason, rules, now);
        if (report.Status(push.Status) is { } refusal)
            return new Decision.Refused(refusal);
        report.Payment(push.PaymentStatus);
        report.Fulfilment(push.FulfilmentStatus);
        var changes = push.Details is { } patch ? (details?.Details ?? Details.None).ChangesBy(patch) : null;
        report.Details(new(Details: changes), isWhole: false);
        report.NoteAdded(push.Note == details?.Note ? null : push.Note);
        return report.Decision;
    }

    private static Decision OnAnnotate(Order? order, OrderDetails? details, AnnotateOrder request)
    {
        if (order is not { Deleted: false })
            return new Decision.Refused(new Refusal.UnknownOrder());
        if (request.ExpectedVersions is { } expected && !expected.Contains(order.Version))
            return new Decision.Refused(new Refusal.VersionMoved(order.Version));
        var known = Tags.List(order.Tags);
        var added = request.AddTags.Except(known).ToList();
        var removed = request.RemoveTags.Intersect(known).Except(request.AddTags).ToList();
        if (added.Count > 0 && known.Count - removed.Count + added.Count > Tags.CountMax)
            return new Decision.Refused(new Refusal.TooManyTags());
        List<OrderEvent> events = [.. removed.Select(t => new TagRemoved(t)), .. added.Select(t => new TagAdded(t))];
        if (request.Assignment is { } assignment && assignment.To != order.AssignedTo)
            events.Add(new OrderAssigned(order.AssignedTo, assignment.To));
        if (request.Note is { } note && note != details?.Note)
            events.Add(new NoteAdded(note));
        return new Decision.Accepted(events);
    }

    private static Decision OnDelete(Order? order, DeleteOrder delete, DateTimeOffset now) => order switch
    {
        null => new Decision.Refused(new Refusal.UnknownOrder()),
        { Deleted: true } => new Decision.Accepted(),
        _ => new Decision.Accepted(new OrderDeleted(Report.Believed(delete.OccurredAt, now)?.Moment(null, now))),
    };

    // A deleted order's events are still there, and what is in them with them.
    private static Decision OnErase(Order? order, EraseOrder erase) => order switch
    {
        null => new Decision.Refused(new Refusal.UnknownOrder()),
        _ when !erase.HoldsAny => new Decision.Accepted(),
        _ => new Decision.Accepted(new PersonalDataErased(order.Version)),
    };
}
