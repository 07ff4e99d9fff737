using OrderLedger.Api.Ledger.Outward;
using static OrderLedger.Api.Webhooks.WebhookWords;

namespace OrderLedger.Api.Webhooks;

/// <summary>Lists the deliveries of a subscription, newest first, with what came of each.</summary>
[Access(Scope.Admin), Tags("Webhooks")]
public static class ListDeliveries
{
    private const int PageMax = 100;

    [WolverineGet("/api/webhook-subscriptions/{id}/deliveries")]
    public static async Task<IResult> Get(string id, HttpRequest request, Caller caller, SubscriptionTable table, DeliveryTable deliveries,
        CancellationToken stop)
    {
        var query = new Query(request);
        var (state, before, limit) = (query.One("state"), query.One("before"), query.Number("limit", PageMax));
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        if (state is not null && !Delivery.States.Contains(state))
            return Problem.Of(400, $"state takes {string.Join(", ", Delivery.States)}.");
        if (limit is < 1 or > PageMax)
            return Problem.Of(400, $"limit takes a number from 1 to {PageMax}.");
        long? seq = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (before is not null && seq is null)
            return Problem.Of(400, "before takes a seq.");
        if (await Find(id, caller, table, stop) is not { } known)
            return NoSubscription(id);
        var page = await deliveries.Page(known.Id, state, seq, limit, stop);
        var (waiting, since) = await deliveries.Lag(known.Id, stop);
        return Reply.Json(new
        {
            waiting,
            waitingSince = since,
            deliveries = page.Select(Shown),
            nextBefore = page.Count == limit ? page[^1].Seq : (long?)null,
        });
    }
}
