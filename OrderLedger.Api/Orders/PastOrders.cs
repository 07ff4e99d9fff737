using OrderLedger.Api.Ledger.Auditing;

namespace OrderLedger.Api.Orders;

/// <summary>Answers what an order was at a time or at a version (docs/audit.md).</summary>
internal static class PastOrders
{
    /// <summary>The order as the query asks for it; null where it asks for none of the past.</summary>
    public static async Task<IResult?> Answer((StreamKey Stream, Store Store) asked, (string? AsOf, string? Version) then, OrderPast past,
        DateTimeOffset now, CancellationToken stop)
    {
        if (then is { AsOf: not null, Version: not null })
            return Problem.Of(400, "Give as_of or version, not both.");
        if (then.Version is not null)
            return Version(then.Version) is not { } version
                ? Problem.Of(400, "version takes a number from 1.")
                : await past.At(asked.Stream, version, stop) is { } order
                    ? Whole(asked, order, order.Last.At)
                    : await NoVersion(asked.Stream, past, stop);
        if (then.AsOf is null)
            return null;
        if (AsOf.Moment(then.AsOf, asked.Store, now) is not { } moment)
            return Problem.Of(400, "as_of takes a day or a time in ISO 8601, e.g. 2026-01-31 (in a URL a + is written %2B).");
        if (moment > now + Push.AheadMax)
            return Problem.Of(400, "as_of lies in the future.");
        return await past.AsOf(asked.Stream, moment, stop) is { } known
            ? Whole(asked, known, moment)
            : await NotYet(asked.Stream, past, stop);
    }

    private static IResult Whole((StreamKey Stream, Store Store) asked, PastOrder order, DateTimeOffset moment) =>
        Reply.Json(Body(asked, order, moment));

    // Whether it was overdue is asked at that time, too.
    public static object Body((StreamKey Stream, Store Store) asked, PastOrder order, DateTimeOffset moment) =>
        ShownOrder.Whole(new(asked.Stream.OrderId, order.Order, order.Details), asked.Store, moment);

    public static async Task<IResult> NoVersion(StreamKey stream, OrderPast past, CancellationToken stop) =>
        await past.AsOf(stream, DateTimeOffset.MaxValue, stop) is { } latest
            ? Problem.Of(400, $"The order has versions 1 to {latest.Last.Version}.", new() { ["version"] = latest.Last.Version })
            : Problem.NoOrder(stream.OrderId);

    private static async Task<IResult> NotYet(StreamKey stream, OrderPast past, CancellationToken stop) =>
        await past.At(stream, 1, stop) is { } first
            ? Problem.Of(404, $"The order was not known yet: it was registered at {first.Last.At:O}.",
                new() { ["order_id"] = stream.OrderId, ["registered_at"] = JsonSerializer.SerializeToNode(first.Last.At, Wire.Options) })
            : Problem.NoOrder(stream.OrderId);

    public static long? Version(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
