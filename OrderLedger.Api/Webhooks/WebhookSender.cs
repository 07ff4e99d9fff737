using System.Diagnostics;
using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>
/// Sends the deliveries that are due, each subscription by itself: a slow receiver holds up no other. Servers share the work by claiming
/// deliveries in the database.
/// </summary>
internal sealed class WebhookSender(SubscriptionTable subscriptions, DeliveryTable deliveries, DeliveriesMade made,
    WebhookPost post, WebhookSettings settings, ILogger<WebhookSender> log) : BackgroundService
{
    /// <summary>Most messages to one subscription that wait for an answer at once.</summary>
    public const int InFlightMax = 32;

    // Another server may have made deliveries, and a pause may be over.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, Task> sending = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = made.Next;
            try
            {
                foreach (var ended in sending.Where(s => s.Value.IsCompleted).Select(s => s.Key).ToList())
                    sending.Remove(ended);
                foreach (var to in (await subscriptions.All(stoppingToken)).Where(s => s.OffAt is null && !sending.ContainsKey(s.Id)))
                    sending[to.Id] = SendAll(to, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // That the database is away, the keyring says for all.
                if (!Outage.Is(failure))
                    log.SubscriptionsNotRead(failure);
            }
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(next, Task.Delay(Poll, patience.Token));
            await patience.CancelAsync();
        }
        await Task.WhenAll(sending.Values);
    }

    // Until nothing is due. What was claimed and not marked, because the server ended, is due again when the claim is over.
    private async Task SendAll(Subscription known, CancellationToken stop)
    {
        var (to, isOn, inFlight) = (known, true, new List<Task<Attempt>>());
        var readAt = Stopwatch.GetTimestamp();
        try
        {
            while (true)
            {
                // Somebody may have changed it, switched it off or removed it.
                if (Stopwatch.GetElapsedTime(readAt) > Poll)
                {
                    to = await subscriptions.Find(to.Store, to.Id, stop) ?? to with { OffAt = DateTimeOffset.UtcNow };
                    (isOn, readAt) = (to.OffAt is null, Stopwatch.GetTimestamp());
                }
                if (isOn)
                    inFlight.AddRange((await deliveries.Claim(to, InFlightMax - inFlight.Count, stop))
                        .Select(delivery => Attempted(to, delivery, stop)));
                if (inFlight.Count == 0)
                    return;
                await Task.WhenAny(inFlight);
                var ended = inFlight.FindAll(t => t.IsCompleted);
                inFlight.RemoveAll(t => t.IsCompleted);
                var attempts = await Task.WhenAll(ended);
                await deliveries.Mark(to.Id, attempts, stop);
                if (Array.Exists(attempts, a => a.Status == StatusCodes.Status410Gone))
                {
                    await SwitchOff(to, "The receiver answered 410: it wants no more messages.", stop);
                    return;
                }
                if (to.FailingSince < DateTimeOffset.UtcNow - settings.OffAfter
                    && Array.TrueForAll(attempts, a => a.State != Delivery.Delivered))
                {
                    await SwitchOff(to, $"It failed for {settings.OffAfter.TotalHours:0} hours.", stop);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            if (!Outage.Is(failure))
                log.WebhooksNotSent(failure, known.Id);
        }
    }

    private async Task<Attempt> Attempted(Subscription to, ClaimedDelivery delivery, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await post.Send(to, WebhookMessage.IdOf(delivery.Id), WebhookMessage.Body(delivery, to.Details), stop);
        var took = (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (answer.IsSuccess)
            return new(delivery.Id, answer.Status, answer.Body, took, Delivery.Delivered, TimeSpan.Zero);
        var pause = settings.Retries.After(delivery.Attempts, answer.RetryAfter, Random.Shared.NextDouble());
        var state = pause is null ? Delivery.GivenUp : Delivery.Waiting;
        return new(delivery.Id, answer.Status, answer.Body, took, state, pause ?? TimeSpan.Zero);
    }

    private async Task SwitchOff(Subscription to, string reason, CancellationToken stop)
    {
        await subscriptions.SwitchOff(to, reason, new("server", "webhooks"), stop);
        log.WebhookSwitchedOff(to.Id, reason);
    }
}
