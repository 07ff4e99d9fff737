using Npgsql;
using OrderLedger.Api.Storage;

namespace OrderLedger.Api.Dashboard.Live;

/// <summary>Follows the ledger once, for all browsers together.</summary>
internal sealed class LiveFeed(LedgerTail tail, Ledger ledger, ILogger<LiveFeed> log) : BackgroundService
{
    /// <summary>Most events read for a browser that comes back; above it, it is told to look for itself.</summary>
    public const int MissedMax = 5_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock telling = new();
    private readonly HashSet<Subscription> subscriptions = [];
    private long head;

    /// <summary>Browsers that are being told.</summary>
    public int Count
    {
        get
        {
            lock (telling)
                return subscriptions.Count;
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        head = await ledger.Head(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>From now on or, with <paramref name="after"/>, from behind that place. To be ended by <see cref="End"/>.</summary>
    public async Task<Subscription> Begin(IReadOnlySet<string> stores, long? after, CancellationToken stop)
    {
        var subscription = new Subscription(stores, after ?? 0);
        while (!Joins(subscription, isFromNow: after is null))
        {
            var missed = await ledger.After(subscription.Seq, MissedMax + 1, stop);
            if (missed.Count > MissedMax)
                subscription.Skip(await ledger.Head(stop));
            else
                subscription.Offer([.. missed.Select(LiveChange.Of)]);
            // What was behind the head has gone from the ledger: an older backup was restored.
            if (missed.Count == 0)
                subscription.Skip(await ledger.Head(stop));
        }
        return subscription;
    }

    public void End(Subscription subscription)
    {
        lock (telling)
            subscriptions.Remove(subscription);
        subscription.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var chunk in tail.Follow(head, stoppingToken))
                {
                    isAway = false;
                    Tell([.. chunk.Select(LiveChange.Of)]);
                }
            }
            catch (NpgsqlException failure)
            {
                if (!isAway)
                    log.LiveFeedAway(failure);
                isAway = true;
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    // A browser that knows all up to the head hears all that follows; until then it reads.
    private bool Joins(Subscription subscription, bool isFromNow)
    {
        lock (telling)
        {
            if (isFromNow)
                subscription.Pass(head);
            return subscription.Seq >= head && subscriptions.Add(subscription);
        }
    }

    private void Tell(IReadOnlyList<LiveChange> changes)
    {
        lock (telling)
        {
            head = changes[^1].Seq;
            foreach (var subscription in subscriptions)
                subscription.Offer(changes);
        }
    }
}
