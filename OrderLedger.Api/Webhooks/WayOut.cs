using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>How deliveries of one kind of subscription leave.</summary>
public abstract class WayOut
{
    /// <summary>The kind of the subscriptions it serves.</summary>
    public abstract string Kind { get; }

    /// <summary>Most orders of one subscription that are under way at once.</summary>
    public abstract int AtOnceMax { get; }

    /// <summary>Makes one attempt, within <see cref="WebhookClient.AnswerMax"/> for each answer that is waited for.</summary>
    public abstract Task<WebhookAnswer> Send(Subscription subscription, DueMessage due, CancellationToken token);

    /// <summary>Finds out whether the receiver answers. It changes nothing there.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="id">The id of the message, where one is sent.</param>
    /// <param name="token">Ends it.</param>
    public abstract Task<WebhookAnswer> Probe(Subscription subscription, string id, CancellationToken token);
}

/// <summary>All ways out, one for each kind.</summary>
public sealed class WaysOut(IEnumerable<WayOut> ways)
{
    public WayOut For(Subscription to) => ways.Single(way => way.Kind == to.Kind);
}
