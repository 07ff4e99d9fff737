using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>
/// Sends the deliveries that are due, each subscription by itself: a slow receiver holds up no other. Servers on one database share the
/// subscriptions (<see cref="SenderTurns"/>).
/// </summary>
internal sealed class WebhookSender(NpgsqlDataSource database, SubscriptionTable subscriptions, DeliveryTable deliveries,
    DeliveriesMade made, Func<Subscription, SubscriptionSender> senderOf, ILogger<WebhookSender> log) : SideWork
{
    // A pause may be over.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // Another server may have made deliveries, and wakes nobody here.
    private static readonly TimeSpan SharedPoll = TimeSpan.FromMilliseconds(250);

    // What is under way when the server ends.
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Guid, Sending> sending = [];
    private readonly SenderTurns turns = new(database);
    private int servers = 1;

    protected override async Task Work(CancellationToken stoppingToken)
    {
        using var end = new CancellationTokenSource();
        await using var drain = stoppingToken.Register(() => end.CancelAfter(DrainMax));
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = made.Next;
            try
            {
                await Round(end.Token, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // That the database is away, the keyring says for all.
                if (!Outage.Is(failure))
                    log.SubscriptionsNotRead(failure);
                await LeaveAll();
            }
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(next, Task.Delay(servers > 1 ? SharedPoll : Poll, patience.Token));
            await patience.CancelAsync();
        }
        await LeaveAll();
    }

    private async Task Round(CancellationToken end, CancellationToken stop)
    {
        servers = await turns.Servers(stop);
        var on = (await subscriptions.All(stop)).Where(s => s.OffAt is null).ToDictionary(s => s.Id);
        var share = (on.Count + servers - 1) / servers;
        await GiveBack(on, share, stop);
        foreach (var id in await deliveries.WithWaiting(stop))
        {
            if (!on.TryGetValue(id, out var to))
                continue;
            if (sending.TryGetValue(id, out var known))
                known.Sender.Wake();
            else if (turns.Held.Contains(id) || (turns.Held.Count < share && await turns.Take(id, stop)))
                sending[id] = Begin(to, end);
        }
    }

    // Somebody may have changed a subscription, switched it off or removed it, and another server may have come.
    private async Task GiveBack(Dictionary<Guid, Subscription> on, int share, CancellationToken stop)
    {
        var kept = 0;
        foreach (var id in turns.Held.ToList())
        {
            var isOurs = on.TryGetValue(id, out var now) && kept++ < share;
            if (sending.TryGetValue(id, out var known) && (!isOurs || now!.Revision != known.Sender.To.Revision))
                await known.Leave.CancelAsync();
            if (known?.Task.IsCompleted == true && sending.Remove(id))
                known.Leave.Dispose();
            if (!isOurs && !sending.ContainsKey(id))
                await turns.GiveBack(id, stop);
        }
    }

    private Sending Begin(Subscription to, CancellationToken end)
    {
        var (sender, leave) = (senderOf(to), new CancellationTokenSource());
        return new(sender, leave, Run(sender, leave.Token, end));
    }

    private async Task Run(SubscriptionSender sender, CancellationToken leave, CancellationToken end)
    {
        try
        {
            if (await sender.Run(leave, end) is not { } reason)
                return;
            await subscriptions.SwitchOff(sender.To, reason, new("server", "webhooks"), end);
            log.WebhookSwitchedOff(sender.To.Id, reason);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            if (!Outage.Is(failure))
                log.WebhooksNotSent(failure, sender.To.Id);
        }
    }

    private async Task LeaveAll()
    {
        foreach (var one in sending.Values)
            await one.Leave.CancelAsync();
        await Task.WhenAll(sending.Values.Select(one => one.Task));
        foreach (var one in sending.Values)
            one.Leave.Dispose();
        sending.Clear();
        await turns.DisposeAsync();
    }

    private sealed record Sending(SubscriptionSender Sender, CancellationTokenSource Leave, Task Task);
}
