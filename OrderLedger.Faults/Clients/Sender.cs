namespace OrderLedger.Faults.Clients;

/// <summary>
/// Pushes to one order, one push after the other, each until it is acknowledged. Goes from server to server when it is refused or hears
/// nothing.
/// </summary>
internal sealed class Sender(int order, IReadOnlyList<Door> doors, TrafficPlan plan, Diary diary, Counts counts)
{
    private const int ReadEvery = 10;

    // The times of shuffled pushes: past, and each round later than the one before.
    private static readonly DateTimeOffset FirstTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Statuses = ["processing", "completed", "on-hold", "refunded"];
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly List<SentPush> unsettled = [];
    private int turn;

    /// <summary>Until told that it is enough; what has no answer then keeps having none.</summary>
    public async Task Send(CancellationToken enough)
    {
        for (var n = 0; !enough.IsCancellationRequested; n += plan.Shuffled)
        {
            var pushes = Enumerable.Range(n, plan.Shuffled).Select(NewPush).ToArray();
            // In whatever order they come through.
            Random.Shared.Shuffle(pushes);
            await Task.WhenAll(pushes.Select(p => Insist(p, enough)));
            unsettled.AddRange(pushes.Where(p => !p.IsAcknowledged));
            if (n % ReadEvery == 0 && pushes[0].IsAcknowledged)
                await Next().ReadsAtLeast(pushes[0], enough);
            await Task.Delay(plan.Pause, CancellationToken.None);
        }
    }

    /// <summary>Sends what was never acknowledged once more, until it is.</summary>
    public Task Settle(CancellationToken leave) => Task.WhenAll(unsettled.Select(p => Insist(p, leave)));

    private SentPush NewPush(int n) => new(order, Statuses[n % Statuses.Length], $"push-{order}-{n}",
        plan.Shuffled > 1 ? FirstTime.AddSeconds(n) : null);

    private async Task Insist(SentPush push, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await Task.WhenAll(Enumerable.Range(0, plan.Copies).Select(_ => Try(push, enough)));
            if (push.IsAcknowledged)
                return;
            await Task.Delay(BetweenTries, CancellationToken.None);
        }
    }

    private async Task Try(SentPush push, CancellationToken enough)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(enough);
        patience.CancelAfter(plan.Patience);
        if (await Next().Try(push, diary, patience.Token) == Heard.Wrong && counts.Wrong.Count > 100)
            throw new InvalidOperationException("More than a hundred wrong answers: the run ends here.");
    }

    private Door Next() => doors[Interlocked.Increment(ref turn) % doors.Count];
}
