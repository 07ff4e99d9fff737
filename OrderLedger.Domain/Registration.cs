namespace OrderLedger.Domain;

/// <summary>The decision on an order as the shop holds it: new, known, or deleted and perhaps back.</summary>
internal static class Registration
{
    public static Decision Decide(Order? order, OrderDetails? details, RegisterOrder request, Rules rules, DateTimeOffset now)
    {
        if (request.ExpectedVersions is { } expected && !expected.Contains(order?.Version ?? 0))
            return new Decision.Refused(new Refusal.VersionMoved(order?.Version ?? 0));
        if (request.OccurredAt > now + Push.AheadMax)
            return new Decision.Refused(new Refusal.FromTheFuture(request.OccurredAt.Value, now));
        if (order is null)
            return new Decision.Accepted(Register(request, rules, now));
        if (order.Deleted && !IsBack(order, request))
            return new Decision.Accepted();

        // A delivery older than the status we know is older than everything else we know.
        var stale = request.OccurredAt is { } occurred && Domain.Decide.IsStale(order, occurred);
        var restored = order.Deleted ? [new OrderRestored(request.OccurredAt)] : Nothing;
        var changed = stale ? Nothing : Details(order, details, request);
        return Domain.Decide.Report(order, AsPush(request, stale), rules, now) switch
        {
            Decision.Accepted reported => new Decision.Accepted([.. restored, .. changed, .. reported.Events]),
            var refused => refused,
        };
    }

    private static readonly OrderEvent[] Nothing = [];

    // A delivery that was made before the deletion may arrive after it; only news from later brings the order back.
    private static bool IsBack(Order order, RegisterOrder request) =>
        request.Restores || request.OccurredAt is null || request.OccurredAt > order.DeletedAt;

    private static OrderRegistered Register(RegisterOrder request, Rules rules, DateTimeOffset now)
    {
        var status = request.Status ?? new(rules.Vocabulary.Pushable[0], "");
        return new(
            request.Number ?? request.NumberIfNew ?? throw new ArgumentException("A new order needs a number.", nameof(request)),
            status.Status, status.Raw, rules.PhaseOf(status.Status),
            request.Currency ?? rules.Store.Currency, request.CreatedAt ?? request.OccurredAt ?? now,
            request.Total, request.Refunded, request.PaymentStatus, request.FulfilmentStatus, request.OccurredAt,
            request.Details is { IsEmpty: false } ? request.Details : null);
    }

    private static Push AsPush(RegisterOrder request, bool stale) => new(request.Status)
    {
        PaymentStatus = stale ? null : request.PaymentStatus,
        FulfilmentStatus = stale ? null : request.FulfilmentStatus,
        OccurredAt = request.OccurredAt,
    };

    private static OrderEvent[] Details(Order order, OrderDetails? details, RegisterOrder request)
    {
        var changed = new OrderDetailsChanged(
            Changed(order.Number, request.Number),
            request.Total == order.Total ? null : request.Total,
            request.Refunded == order.Refunded ? null : request.Refunded,
            Changed(order.Currency, request.Currency),
            request.CreatedAt == order.CreatedAt ? null : request.CreatedAt,
            request.Details is null ? null : (details?.Details ?? Domain.Details.None).ChangesIn(request.Details));
        return changed == new OrderDetailsChanged() ? [] : [changed];
    }

    private static string? Changed(string known, string? reported) => reported == known ? null : reported;
}
