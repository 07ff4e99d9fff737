using System.Runtime.CompilerServices;

namespace OrderLedger.Api.Ledger;

/// <summary>
/// Follows the ledger from a position: what is already committed, then what is committed next, each event once and in order.
/// Everything that reacts to the ledger reads it this one way.
/// </summary>
public sealed class LedgerTail(LedgerReader ledger)
{
    private const int ChunkMax = 1_000;

    // Another process may write too, and its commits wake nobody here.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private TaskCompletionSource moved = NewSignal();

    /// <summary>Something was committed by this process.</summary>
    public void Wake() => Interlocked.Exchange(ref moved, NewSignal()).SetResult();

    /// <summary>
    /// Chunks of 1 to 1,000 events with seq greater than <paramref name="after"/>, until stopped. Ends by itself when the ledger no longer
    /// reaches as far as it was followed: an older backup was restored.
    /// </summary>
    public IAsyncEnumerable<IReadOnlyList<Recorded>> Follow(long after, CancellationToken stop) =>
        Follow(after, ledger.After, recorded => recorded.Seq, stop);

    /// <summary>The same, of events that are read with more than what is recorded.</summary>
    /// <param name="after">The seq after which it begins.</param>
    /// <param name="read">Reads the next events after a seq, at most so many, in order.</param>
    /// <param name="seq">The place of what was read.</param>
    /// <param name="stop">Ends it.</param>
    public async IAsyncEnumerable<IReadOnlyList<T>> Follow<T>(long after, Func<long, int, CancellationToken, Task<List<T>>> read,
        Func<T, long> seq, [EnumeratorCancellation] CancellationToken stop)
    {
        var hasWaited = false;
        while (!stop.IsCancellationRequested)
        {
            // Taken before the read: a commit that lands during the read still wakes us.
            var next = Volatile.Read(ref moved).Task;
            var chunk = await read(after, ChunkMax, stop);
            if (chunk.Count > 0)
            {
                yield return chunk;
                (after, hasWaited) = (seq(chunk[^1]), false);
                continue;
            }
            if (hasWaited && await ledger.Head(stop) < after)
                yield break;

            hasWaited = true;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(next, Task.Delay(Poll, patience.Token));
            await patience.CancelAsync();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
