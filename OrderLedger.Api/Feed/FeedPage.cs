using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Feed;

/// <summary>An event as it is told.</summary>
/// <param name="Id">The event's own id.</param>
/// <param name="Message">What a webhook would say of it.</param>
public sealed record FedEvent(Guid Id, EventMessage Message)
{
    internal static FedEvent Of(OutwardEvent e, bool details) => new(e.Recorded.Id, WebhookMessage.Of(e.Recorded, e.OrderNumber, details));
}

/// <summary>Some events in order.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">The place to go on from: up to it nothing is missing and nothing will appear.</param>
/// <param name="Head">The place of the ledger's newest event. Below the place that was asked for: an older backup was restored.</param>
public sealed record FeedPage(IReadOnlyList<FedEvent> Events, long Next, long Head);
