using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>Holds what several routes of subscriptions share.</summary>
internal static class WebhookWords
{
    public static async Task<Subscription?> Find(string id, Caller caller, SubscriptionTable table, CancellationToken stop) =>
        Guid.TryParse(id, out var known) ? await table.Find(caller.Store.Name, known, stop) : null;

    public const string NoDelivery = "The subscription has no such delivery.";

    public const string NoSecret = "A subscription of kind shop has no secret. The key of the shop is set with: stores set NAME.";

    public const string NoRange = "The range holds no event, or another range is being sent again.";

    public static IResult NoSubscription(string id) => Problem.Of(404, "There is no such subscription.", new() { ["id"] = id });

    /// <param name="s">The subscription.</param>
    /// <param name="secret">Its secret, where it was just made.</param>
    /// <param name="backlog">How far it came, where that was asked for.</param>
    public static object Shown(Subscription s, string? secret = null, Backlog? backlog = null)
    {
        var shown = JsonSerializer.SerializeToNode(new
        {
            s.Id,
            s.Kind,
            s.Url,
            types = s.Filter.Types.Select(WebhookMessage.TypeOf),
            s.Filter.Statuses,
            s.Filter.Phases,
            s.Description,
            s.Details,
            active = s.OffAt is null,
            s.OffAt,
            s.OffReason,
            s.FailingSince,
            s.AfterSeq,
            toBeMade = s.Fill,
            s.MadeAt,
        }, Wire.Options)!.AsObject();
        if (secret is not null)
            shown["secret"] = secret;
        if (backlog is not null)
        {
            shown["waiting"] = backlog.Waiting;
            shown["waiting_since"] = JsonSerializer.SerializeToNode(backlog.WaitingSince, Wire.Options);
            shown["delivered_at"] = JsonSerializer.SerializeToNode(backlog.DeliveredAt, Wire.Options);
        }
        return shown;
    }

    public static object Shown(Delivery d) => new
    {
        id = WebhookMessage.IdOf(d.Id),
        d.OrderId,
        d.Seq,
        d.State,
        d.Attempts,
        d.Status,
        d.Answer,
        d.TookMs,
        d.MadeAt,
        d.TriedAt,
        nextAttemptAt = d.State == Delivery.Waiting ? d.DueAt : (DateTimeOffset?)null,
    };
}
