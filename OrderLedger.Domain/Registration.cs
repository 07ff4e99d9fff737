namespace OrderLedger.Domain;

/// <summary>The decision on an order as the shop holds it: new, known, or deleted and perhaps back.</summary>
internal static class Registration
{
    public static Decision Decide(Order? order, OrderDetails? details, RegisterOrder request, Rules rules, DateTimeOffset now)
    {
        if (request.ExpectedVersions is { } expected && !expected.Contains(order?.Version ?? 0))
            return new Decision.Refused(new Refusal.VersionMoved(order?.Version ?? 0));
        if (order is null)
            return request.OnlyIfKnown ? new Decision.Refused(new Refusal.UnknownOrder()) : Register(request, rules, now);
        if (order.Deleted && !IsBack(order, request, now))
            return new Decision.Accepted { Notes = ["The shop deleted the order after this report was made. Nothing was applied."] };

        var report = new Report(order, request.OccurredAt, null, rules, now);
        if (order.Deleted)
            report.Restored();
        if (report.Status(request.Status) is { } refusal)
            return new Decision.Refused(refusal);
        report.Details(Changes(order, details, request, now), isWhole: true);
        report.Payment(request.PaymentStatus);
        report.Fulfilment(request.FulfilmentStatus);
        return report.Decision;
    }

    // A delivery that was made before the deletion may arrive after it; only news from later brings the order back.
    private static bool IsBack(Order order, RegisterOrder request, DateTimeOffset now) =>
        request.Restores || Report.Believed(request.OccurredAt, now) is not { } time || time.At > order.DeletedAt;

    private static Decision.Accepted Register(RegisterOrder request, Rules rules, DateTimeOffset now)
    {
        var status = request.Status ?? new(rules.Vocabulary.Pushable[0], "");
        var occurred = Report.Believed(request.OccurredAt, now);
        var moment = occurred?.Moment(null, now);
        var registered = new OrderRegistered(
            request.Number ?? request.NumberIfNew ?? throw new ArgumentException("A new order needs a number.", nameof(request)),
            status.Status, status.Raw, rules.PhaseOf(status.Status),
            request.Currency ?? rules.Store.Currency, Created(request, now) ?? moment ?? now,
            request.Total, request.Refunded, request.PaymentStatus, request.FulfilmentStatus, moment,
            request.Details is { IsEmpty: false } ? request.Details : null);
        return new(registered) { Notes = occurred is null && request.OccurredAt is { } ahead ? [Report.NoteOn(ahead, now)] : [] };
    }

    private static OrderDetailsChanged Changes(Order order, OrderDetails? details, RegisterOrder request, DateTimeOffset now) => new(
        Changed(order.Number, request.Number),
        request.Total == order.Total ? null : request.Total,
        request.Refunded == order.Refunded ? null : request.Refunded,
        Changed(order.Currency, request.Currency),
        Created(request, now) is { } created && created != order.CreatedAt ? created : null,
        request.Details is null ? null : (details?.Details ?? Domain.Details.None).ChangesIn(request.Details));

    // An order is not made in the future.
    private static DateTimeOffset? Created(RegisterOrder request, DateTimeOffset now) =>
        request.CreatedAt > now + Push.AheadMax ? null : request.CreatedAt;

    private static string? Changed(string known, string? reported) => reported == known ? null : reported;
}
