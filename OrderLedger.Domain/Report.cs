namespace OrderLedger.Domain;

/// <summary>
/// Turns what is reported of an order into events, member by member: only what differs from what the order already says, and only what is
/// not older than what is known of the same member. The status, the payment, the fulfilment and the details each have their own time.
/// </summary>
internal sealed class Report
{
    private readonly Order order;
    private readonly SenderTime? time;
    private readonly string? reason;
    private readonly Rules rules;
    private readonly DateTimeOffset now;
    private readonly List<OrderEvent> events = [];
    private readonly List<string> notes = [];
    private DateTimeOffset? repeated;
    private int placeOfDetails;

    public Report(Order order, SenderTime? occurredAt, string? reason, Rules rules, DateTimeOffset now)
    {
        (this.order, this.reason, this.rules, this.now) = (order, reason, rules, now);
        time = Believed(occurredAt, now);
        if (time is null && occurredAt is { } ahead)
            notes.Add(NoteOn(ahead, now));
    }

    public Decision Decision =>
        new Decision.Accepted(repeated is { } moment ? [.. events, new StatusRepeated(moment)] : events) { Notes = notes };

    /// <summary>
    /// The time, or null for one that lies further ahead of our clock than clocks may differ: nobody knows when that was.
    /// </summary>
    public static SenderTime? Believed(SenderTime? sent, DateTimeOffset now) => sent?.At > now + Push.AheadMax ? null : sent;

    /// <summary>The sentence that tells the sender of a time that is not believed.</summary>
    public static string NoteOn(SenderTime ahead, DateTimeOffset now)
    {
        var distance = ahead.At - now;
        // A delivery takes a moment, so a local time lies a little less than its offset ahead.
        var isOffset = distance <= OffsetMax && QuarterHours(distance) is { } rest && rest <= DeliveryMax;
        return isOffset
            ? "The time lies ahead of this server's clock by whole quarter hours, so it is probably local time sent as UTC. The time of arrival was taken."
            : "The time lies more than 5 minutes ahead of this server's clock. The time of arrival was taken.";
    }

    public void Restored()
    {
        events.Add(new OrderRestored(time?.Moment(null, now)));
        placeOfDetails = 1;
    }

    /// <returns>Why the status is refused; null where it is taken, known already, or stale.</returns>
    public Refusal? Status(StatusWord? status)
    {
        if (status is null)
            return null;
        if (status.Status == order.Status)
        {
            if (time is { } again && (order.StatusAsOf is not { } known || again.At > known))
                repeated = again.Moment(order.StatusAsOf, now);
            return null;
        }
        var move = rules.Vocabulary.MoveBetween(order.Status, status.Status);
        if (time is { } occurred && IsStale(occurred, move))
        {
            // Kept once, not applied.
            if (order.LastStale != new StaleReport(status.Status, occurred.At))
                events.Add(new StaleStatusReported(status.Status, status.Raw, occurred.At, reason));
            return null;
        }
        if (!rules.Store.Policy.Accepts(move))
            return new Refusal.MoveNotAllowed(order.Status, status.Status, rules.Vocabulary.NextAfter(order.Status, rules.Store.Policy));
        events.Add(new StatusChanged(order.Status, status.Status, status.Raw, rules.PhaseOf(status.Status),
            time?.Moment(order.StatusAsOf, now), reason, move == Move.Unusual));
        return null;
    }

    public void Payment(string? payment)
    {
        if (payment is null || payment == order.PaymentStatus)
            return;
        if (IsOld(order.PaymentAsOf, order.DetailsAsOf))
            notes.Add("The payment status is older than the one known and was not applied.");
        else
            events.Add(new PaymentStatusChanged(order.PaymentStatus, payment, time?.Moment(order.PaymentAsOf, now), reason));
    }

    public void Fulfilment(string? fulfilment)
    {
        if (fulfilment is null || fulfilment == order.FulfilmentStatus)
            return;
        if (IsOld(order.FulfilmentAsOf, order.DetailsAsOf))
            notes.Add("The fulfilment status is older than the one known and was not applied.");
        else
            events.Add(new FulfilmentStatusChanged(order.FulfilmentStatus, fulfilment, time?.Moment(order.FulfilmentAsOf, now), reason));
    }

    /// <summary>The details and the money; <paramref name="changes"/> names what differs. Asked for after the status.</summary>
    /// <param name="changes">Empty where nothing differs.</param>
    /// <param name="isWhole">The whole order was reported, not a change of it: its details are recorded before its statuses.</param>
    public void Details(OrderDetailsChanged changes, bool isWhole)
    {
        if (changes == new OrderDetailsChanged())
            return;
        if (IsOld(order.DetailsAsOf))
        {
            notes.Add("The details are older than those known and were not applied.");
            return;
        }
        // One event says both, where one report brought both.
        var moment = time?.Moment(order.DetailsAsOf, now);
        var tellsStatus = repeated is not null && repeated == moment;
        events.Insert(isWhole ? placeOfDetails : events.Count, changes with { OccurredAt = moment, RepeatsStatus = tellsStatus });
        if (tellsStatus)
            repeated = null;
    }

    public void NoteAdded(string? note)
    {
        if (note is null)
            return;
        if (IsOld(order.DetailsAsOf))
            notes.Add("The note is older than the details known and was not applied.");
        else
            events.Add(new NoteAdded(note));
    }

    // Longest distance of local time from UTC, and the longest that a delivery is expected to take.
    private static readonly TimeSpan OffsetMax = TimeSpan.FromHours(14);
    private static readonly TimeSpan DeliveryMax = TimeSpan.FromMinutes(2);

    private static TimeSpan? QuarterHours(TimeSpan distance)
    {
        var quarter = TimeSpan.FromMinutes(15);
        var whole = (long)Math.Round(distance / quarter);
        return whole < 1 ? null : (distance - (whole * quarter)).Duration();
    }

    // Of two moments within one second nobody knows which came first, so the graph decides: what it calls unusual came first.
    private bool IsStale(SenderTime occurred, Move move) => occurred.IsBefore(order.StatusAsOf)
        || (!occurred.IsCoarse && occurred.Holds(order.StatusAsOf) && move != Move.Usual);

    private bool IsOld(params ReadOnlySpan<DateTimeOffset?> known)
    {
        foreach (var asOf in known)
            if (time?.IsBefore(asOf) == true)
                return true;
        return false;
    }
}
