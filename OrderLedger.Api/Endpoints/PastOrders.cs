using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderLedger.Api.Access;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger;
using OrderLedger.Api.Ledger.Auditing;
using Wolverine.Http;

namespace OrderLedger.Api.Endpoints;

/// <summary>
/// An order as it was: GET /api/orders/{id} with <c>as_of</c> or <c>version</c>, and GET /api/orders/{id}/diff between two versions (docs/audit.md).
/// </summary>
[Tags("Orders")]
public static class PastOrders
{
    private const int EventsMax = 200;

    /// <summary>Members that say when one looks, or follow from others.</summary>
    private static readonly string[] NotCompared = ["id", "allowed_next", "overdue", "updated_at", "version", "details"];

    /// <summary>The order as the query asks for it; null where it asks for none of the past.</summary>
    internal static async Task<IResult?> Answer((StreamKey Stream, Store Store) asked, (string? AsOf, string? Version) then, OrderPast past,
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
        if (KpiQuery.Moment(then.AsOf, asked.Store, now) is not { } moment)
            return Problem.Of(400, "as_of takes a day or a time in ISO 8601, e.g. 2026-01-31 (in a URL a + is written %2B).");
        if (moment > now + Push.AheadMax)
            return Problem.Of(400, "as_of lies in the future.");
        return await past.AsOf(asked.Stream, moment, stop) is { } known
            ? Whole(asked, known, moment)
            : await NotYet(asked.Stream, past, stop);
    }

    [WolverineGet("/api/orders/{orderId}/diff"), Access(Scope.Read)]
    public static async Task<IResult> Diff(string orderId, HttpRequest request, Caller caller, OrderPast past, CancellationToken stop)
    {
        var query = new Query(request);
        var (fromText, toText) = (query.One("from"), query.One("to"));
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        var (from, to) = (Version(fromText), Version(toText));
        if (from is null || (toText is not null && to is null))
            return Problem.Of(400, "from and to take versions, numbers from 1; from is required, to is the latest unless given.");
        if (from > to)
            return Problem.Of(400, "from must not be after to.");

        var stream = new StreamKey(caller.Store.Name, orderId);
        return await past.Between(stream, from.Value, to, EventsMax, stop) is { } step
            ? Reply.Json(Step(stream, step, caller.Store))
            : await NoVersion(stream, past, stop);
    }

    private static object Step(StreamKey stream, PastStep step, Store store) => new
    {
        orderId = stream.OrderId,
        from = Moment(step.From),
        to = Moment(step.To),
        changes = Changes(Members(stream, step.From, store), Members(stream, step.To, store)),
        events = step.Events.Select(r => new { r.Version, r.Seq, type = EventTypes.NameOf(r.Event), actor = r.Sender.Actor, source = r.Sender.Source, recordedAt = r.At }),
        eventsLeftOut = step.To.Last.Version - step.From.Last.Version - step.Events.Count,
    };

    private static object Moment(PastOrder order) => new { order.Last.Version, recordedAt = order.Last.At };

    private static IEnumerable<object> Changes(Dictionary<string, JsonNode?> from, Dictionary<string, JsonNode?> to) =>
        from.Keys.Union(to.Keys)
            .Where(m => !JsonNode.DeepEquals(from.GetValueOrDefault(m), to.GetValueOrDefault(m)))
            .Select(m => new { member = m, from = from.GetValueOrDefault(m), to = to.GetValueOrDefault(m) });

    private static Dictionary<string, JsonNode?> Members(StreamKey stream, PastOrder order, Store store)
    {
        var whole = JsonSerializer.SerializeToNode(Body((stream, store), order, order.Last.At), Wire.Options)!.AsObject();
        return whole.Where(m => !NotCompared.Contains(m.Key))
            .Concat(whole["details"]!.AsObject().Select(m => KeyValuePair.Create($"details.{m.Key}", m.Value)))
            .ToDictionary(m => m.Key, m => m.Value);
    }

    private static IResult Whole((StreamKey Stream, Store Store) asked, PastOrder order, DateTimeOffset moment) =>
        Reply.Json(Body(asked, order, moment));

    // Whether it was overdue is asked at that time, too.
    private static object Body((StreamKey Stream, Store Store) asked, PastOrder order, DateTimeOffset moment) =>
        Shown.Whole((asked.Stream.OrderId, order.Order, order.Details), asked.Store, moment);

    private static async Task<IResult> NoVersion(StreamKey stream, OrderPast past, CancellationToken stop) =>
        await past.AsOf(stream, DateTimeOffset.MaxValue, stop) is { } latest
            ? Problem.Of(400, $"The order has versions 1 to {latest.Last.Version}.", new() { ["version"] = latest.Last.Version })
            : Shown.NoOrder(stream.OrderId);

    private static async Task<IResult> NotYet(StreamKey stream, OrderPast past, CancellationToken stop) =>
        await past.At(stream, 1, stop) is { } first
            ? Problem.Of(404, $"The order was not known yet: it was registered at {first.Last.At:O}.",
                new() { ["order_id"] = stream.OrderId, ["registered_at"] = JsonSerializer.SerializeToNode(first.Last.At, Wire.Options) })
            : Shown.NoOrder(stream.OrderId);

    private static long? Version(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
