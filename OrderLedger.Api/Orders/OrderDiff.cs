using System.Text.Json.Nodes;
using OrderLedger.Api.Ledger.Auditing;

namespace OrderLedger.Api.Orders;

/// <summary>Shows what changed between two versions of an order (docs/audit.md).</summary>
[Access(Scope.Read), Tags("Orders")]
public static class OrderDiff
{
    private const int EventsMax = 200;

    /// <summary>Members that say when one looks, or follow from others.</summary>
    private static readonly string[] NotCompared = ["id", "allowed_next", "overdue", "updated_at", "version", "details"];

    [WolverineGet("/api/orders/{orderId}/diff")]
    public static async Task<IResult> Get(string orderId, HttpRequest request, Caller caller, OrderPast past, CancellationToken stop)
    {
        var query = new Query(request);
        var (fromText, toText) = (query.One("from"), query.One("to"));
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        var (from, to) = (PastOrders.Version(fromText), PastOrders.Version(toText));
        if (from is null || (toText is not null && to is null))
            return Problem.Of(400, "from and to take versions, numbers from 1; from is required, to is the latest unless given.");
        if (from > to)
            return Problem.Of(400, "from must not be after to.");

        var stream = new StreamKey(caller.Store.Name, orderId);
        return await past.Between(stream, from.Value, to, EventsMax, stop) is { } step
            ? Reply.Json(Step(stream, step, caller.Store))
            : await PastOrders.NoVersion(stream, past, stop);
    }

    private static object Step(StreamKey stream, PastStep step, Store store) => new
    {
        orderId = stream.OrderId,
        from = Moment(step.From),
        to = Moment(step.To),
        changes = Changes(Members(stream, step.From, store), Members(stream, step.To, store)),
        events = step.Events.Select(r =>
            new
            {
                r.Version,
                r.Seq,
                type = EventTypes.NameOf(r.Event),
                actor = r.Sender.Actor,
                source = r.Sender.Source,
                recordedAt = r.At
            }),
        eventsLeftOut = step.To.Last.Version - step.From.Last.Version - step.Events.Count,
    };

    private static object Moment(PastOrder order) => new { order.Last.Version, recordedAt = order.Last.At };

    private static IEnumerable<object> Changes(Dictionary<string, JsonNode?> from, Dictionary<string, JsonNode?> to) =>
        from.Keys.Union(to.Keys)
            .Where(m => !JsonNode.DeepEquals(from.GetValueOrDefault(m), to.GetValueOrDefault(m)))
            .Select(m => new { member = m, from = from.GetValueOrDefault(m), to = to.GetValueOrDefault(m) });

    private static Dictionary<string, JsonNode?> Members(StreamKey stream, PastOrder order, Store store)
    {
        var whole = JsonSerializer.SerializeToNode(PastOrders.Body((stream, store), order, order.Last.At), Wire.Options)!.AsObject();
        return whole.Where(m => !NotCompared.Contains(m.Key))
            .Concat(whole["details"]!.AsObject().Select(m => KeyValuePair.Create($"details.{m.Key}", m.Value)))
            .ToDictionary(m => m.Key, m => m.Value);
    }
}
