using OrderLedger.Api.Ledger.Auditing;

namespace OrderLedger.Api.Orders;

/// <summary>GET /api/orders/{id}/history: what happened to one order, newest first.</summary>
[Access(Scope.Read), Tags("Orders")]
public static class OrderHistory
{
    /// <summary>Most events on one page.</summary>
    private const int LimitMax = 200;

    [WolverineGet("/api/orders/{orderId}/history")]
    public static async Task<IResult> Get(string orderId, HttpRequest request, Caller caller, OrderPast past, CancellationToken stop)
    {
        var query = new Query(request);
        var (limitText, beforeText) = (query.One("limit"), query.One("before"));
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (!int.TryParse(limitText ?? "50", out var limit) || limit is < 1 or > LimitMax)
            return Problem.Of(400, $"limit takes a number from 1 to {LimitMax}.");
        if (!long.TryParse(beforeText ?? $"{long.MaxValue}", out var before) || before < 1)
            return Problem.Of(400, "before takes a version, as next_before gives it.");

        var events = await past.History(new(caller.Store.Name, orderId), before, limit, stop);
        if (events.Count == 0 && await past.At(new(caller.Store.Name, orderId), 1, stop) is null)
            return Problem.NoOrder(orderId);
        return Reply.Json(new
        {
            orderId,
            events = events.Select(Line),
            nextBefore = events.Count == limit && events[^1].Recorded.Version > 1 ? events[^1].Recorded.Version : (long?)null,
        });
    }

    private static object Line(Told told) => new
    {
        told.Recorded.Version,
        told.Recorded.Seq,
        type = EventTypes.NameOf(told.Recorded.Event),
        actor = told.Recorded.Sender.Actor,
        source = told.Recorded.Sender.Source,
        recordedAt = told.Recorded.At,
        occurredAt = told.Entry.OccurredAt ?? told.Recorded.At,
        requestId = told.Recorded.Sender.RequestId,
        deliveryId = told.Recorded.Sender.DeliveryId,
        notes = told.Recorded.Sender.Notes is { Count: > 0 } notes ? notes : null,
        flags = new
        {
            told.Entry.Unusual,
            told.Entry.Stale,
            late = told.Entry.OccurredAt is { } occurred
            && Push.IsLate(occurred, told.Recorded.At)
        },
        heldS = told.Entry.Held?.TotalSeconds,
        // The event's own members, as they are stored.
        @event = (object)told.Recorded.Event,
        state = State(told.After),
    };

    private static object State(Order order) => new
    {
        order.Status,
        order.Phase,
        order.PaymentStatus,
        order.FulfilmentStatus,
        total = order.Total,
        refunded = order.Refunded,
        order.Currency,
        order.Deleted,
    };
}
