using System.Diagnostics;
using OrderLedger.Api.Ledger.Outward;

namespace OrderLedger.Api.Feed;

/// <summary>How long somebody waits for the next event.</summary>
/// <param name="Max">At most.</param>
/// <param name="Gone">Ends it when the caller has gone.</param>
/// <param name="Stops">Ends it, with what there is, when the server stops.</param>
public sealed record FeedWait(TimeSpan Max, CancellationToken Gone, CancellationToken Stops);

/// <summary>
/// Reads the feed page by page. A position is a place in the ledger, so a reader that goes on from <see cref="FeedPage.Next"/> misses
/// nothing and sees nothing twice, whether a page comes from memory or from the ledger.
/// </summary>
public sealed class FeedReader(RecentEvents recent, OutwardEvents events, LedgerReader ledger)
{
    /// <summary>A filter that passes hardly anything is looked for so long, and then again from there.</summary>
    private static readonly TimeSpan SearchMax = TimeSpan.FromSeconds(5);

    /// <summary>The place of the newest event.</summary>
    public Task<long> Head(CancellationToken stop) => ledger.Head(stop);

    /// <summary>
    /// The next events: at once when there are some, else as soon as there are, else none when the wait is over. Ends early, with what it
    /// has, when the server stops.
    /// </summary>
    /// <param name="ask">Which events.</param>
    /// <param name="after">The place to go on from.</param>
    /// <param name="count">Most events.</param>
    /// <param name="wait">How long to wait for the first.</param>
    public async Task<FeedPage> Next(FeedAsk ask, long after, int count, FeedWait wait)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            // Taken before the look: what is committed during it still wakes us.
            var moved = recent.Moved;
            var page = await Look(ask, after, count, wait);
            var waited = Stopwatch.GetElapsedTime(began);
            if (page.Events.Count > 0 || page.Head < after || wait.Stops.IsCancellationRequested)
                return page;
            after = page.Next;
            if (after < page.Head)
            {
                if (waited > wait.Max && waited > SearchMax)
                    return page;
                continue;
            }
            if (waited >= wait.Max)
                return page;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(wait.Gone, wait.Stops);
            await Task.WhenAny(moved, Task.Delay(wait.Max - waited, patience.Token));
            await patience.CancelAsync();
            wait.Gone.ThrowIfCancellationRequested();
        }
    }

    // Memory follows the ledger by some milliseconds: who waits does not notice, who asks once would miss what was just answered for.
    // Details are read from the ledger each time: what is erased there is told no more.
    private async Task<FeedPage> Look(FeedAsk ask, long after, int count, FeedWait wait)
    {
        if (!ask.Details && wait.Max > TimeSpan.Zero && recent.After(ask, after, count) is { } kept)
            return kept;
        var page = await events.Page(ask.Store, ask.Filter, after, count, wait.Gone);
        return new([.. page.Events.Select(e => FedEvent.Of(e, ask.Details))], page.Upto, page.Head);
    }
}
