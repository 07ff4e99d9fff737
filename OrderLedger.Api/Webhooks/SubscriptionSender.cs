using System.Diagnostics;
using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Webhooks;

/// <summary>Sends the deliveries of one subscription: per order one after the other, and some orders at once.</summary>
internal sealed class SubscriptionSender(Subscription to, DeliveryTable deliveries, WayOut way, WebhookSettings settings)
{
    // Read and marked so many at once: a statement for each message would cost more than the message.
    private const int BatchMax = 256;

    // Known here at once. Beyond it, an order has to wait until another one is through.
    private const int WaitingMax = 20_000;

    private static readonly TimeSpan MarkMax = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly OrderLines lines = new();
    private readonly Queue<(WaitingDelivery Waiting, DueMessage Due)> loaded = [];
    private readonly List<Task<(WaitingDelivery Waiting, Attempt Attempt)>> inFlight = [];
    private readonly List<Attempt> unmarked = [];
    private TaskCompletionSource woken = NewSignal();
    private Task more = Task.CompletedTask;
    private long markedAt = Stopwatch.GetTimestamp();
    private long? filledTo = to.Fill?.After;
    private long readTo;
    private bool hasMore = true;

    public Subscription To => to;

    /// <summary>There are more deliveries.</summary>
    public void Wake() => Interlocked.Exchange(ref woken, NewSignal()).SetResult();

    /// <summary>Sends until it is told to leave, or the subscription is to be switched off. What is under way is waited for.</summary>
    /// <param name="leave">Begins nothing more.</param>
    /// <param name="stop">Waits for nothing more.</param>
    /// <returns>Why the subscription is to be switched off, or null.</returns>
    public async Task<string?> Run(CancellationToken leave, CancellationToken stop)
    {
        try
        {
            string? reason = null;
            while ((reason is null && !leave.IsCancellationRequested) || inFlight.Count > 0)
            {
                if (reason is null && !leave.IsCancellationRequested)
                    await Begin(stop);
                await SomethingHappens(leave);
                reason = await Collect(stop) ?? reason;
            }
            return reason;
        }
        finally
        {
            // Whoever has the turn next shall not send at the same time.
            await Task.WhenAll(inFlight.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Begin(CancellationToken stop)
    {
        // Before the read: what is made during the read still wakes.
        if (more.IsCompleted)
            (more, hasMore) = (Volatile.Read(ref woken).Task, true);
        if (filledTo is not null && !hasMore && lines.Count < WaitingMax / 2)
        {
            filledTo = await deliveries.Fill(to.Id, stop);
            hasMore = true;
        }
        if (hasMore && lines.Count < WaitingMax)
        {
            // What is not of the past waits until the past is told.
            var read = await deliveries.Waiting(to.Id, new(readTo, filledTo ?? long.MaxValue), BatchMax, stop);
            read.ForEach(lines.Add);
            (hasMore, readTo) = (read.Count == BatchMax, read.Count > 0 ? read[^1].Seq : readTo);
        }
        if (loaded.Count == 0 && inFlight.Count < way.AtOnceMax && lines.Take(BatchMax, DateTimeOffset.UtcNow) is { Count: > 0 } taken)
        {
            var due = (await deliveries.Load(taken, stop)).ToDictionary(d => d.Id);
            foreach (var waiting in taken)
                if (due.TryGetValue(waiting.Id, out var known))
                    loaded.Enqueue((waiting, known));
                else
                    lines.Through(waiting);
        }
        while (inFlight.Count < way.AtOnceMax && loaded.TryDequeue(out var next))
            inFlight.Add(Attempted(next.Waiting, next.Due, stop));
    }

    // An answer, more deliveries, or the time of the next attempt.
    private async Task SomethingHappens(CancellationToken leave)
    {
        var canRead = (hasMore || filledTo is not null) && lines.Count < WaitingMax / 2;
        if (canRead && inFlight.Count < way.AtOnceMax && !leave.IsCancellationRequested)
            return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(leave);
        var due = lines.NextDue - DateTimeOffset.UtcNow ?? Poll;
        var wait = unmarked.Count > 0 && MarkMax < due ? MarkMax : due < Poll ? due : Poll;
        await Task.WhenAny([.. inFlight, more, Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), patience.Token)]);
        await patience.CancelAsync();
    }

    private async Task<string?> Collect(CancellationToken stop)
    {
        foreach (var ended in inFlight.FindAll(t => t.IsCompleted))
        {
            inFlight.Remove(ended);
            var (waiting, attempt) = await ended;
            unmarked.Add(attempt);
            if (attempt.State == Delivery.Waiting)
                lines.Again(waiting, DateTimeOffset.UtcNow + attempt.Pause);
            else
                lines.Through(waiting);
        }
        if (unmarked.Count == 0 || (unmarked.Count < BatchMax && inFlight.Count > 0 && Stopwatch.GetElapsedTime(markedAt) < MarkMax))
            return null;
        var failingSince = await deliveries.Mark(to.Id, unmarked, stop);
        var isGone = unmarked.Exists(a => a.Status == StatusCodes.Status410Gone);
        unmarked.Clear();
        markedAt = Stopwatch.GetTimestamp();
        return isGone ? "The receiver answered 410: it wants no more messages."
            : failingSince < DateTimeOffset.UtcNow - settings.OffAfter ? $"It failed for {settings.OffAfter.TotalHours:0} hours." : null;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<(WaitingDelivery Waiting, Attempt Attempt)> Attempted(
        WaitingDelivery waiting, DueMessage due, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await way.Send(to, due, stop);
        var took = (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if ((answer.Ends ?? (answer.IsSuccess ? Delivery.Delivered : null)) is { } end)
            return (waiting, new(due.Id, answer.Status, answer.Body, took, end, TimeSpan.Zero)
            { Again = due.Again, IsRefused = end == Delivery.GivenUp });
        var pause = settings.Retries.After(due.Attempts + 1, answer.RetryAfter, Random.Shared.NextDouble());
        var state = pause is null ? Delivery.GivenUp : Delivery.Waiting;
        return (waiting, new(due.Id, answer.Status, answer.Body, took, state, pause ?? TimeSpan.Zero) { Again = due.Again });
    }
}
