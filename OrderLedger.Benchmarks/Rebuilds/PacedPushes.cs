using System.Collections.Concurrent;
using System.Diagnostics;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>
/// So many pushes a second, each at its time whether or not those before it are answered. A push's time runs from when it was due: what
/// waits because everything waits is counted too.
/// </summary>
internal sealed class PacedPushes(Target target, KnownOrders known, int rate)
{
    // Enough for half a second without an answer at 500 a second; beyond it pushes are sent late, which their times show.
    private const int LinesMax = 256;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(40);

    private readonly Walk walk = new(known.FirstId, known.Count);
    private long next = -1;

    /// <summary>When each was due, and how long it took from there.</summary>
    public ConcurrentBag<(long Due, TimeSpan Took)> Answered { get; } = [];

    public ConcurrentBag<string> Failures { get; } = [];

    public Task Run(CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, LinesMax).Select(_ => Task.Run(() => Send(began, stop), CancellationToken.None)));
    }

    private async Task Send(long began, CancellationToken stop)
    {
        using var line = new HttpLine(target);
        while (!stop.IsCancellationRequested)
        {
            var due = began + (Interlocked.Increment(ref next) * Stopwatch.Frequency / rate);
            if (!await IsTime(due, stop))
                return;
            var (order, status) = walk.Next();
            // One that is under way when the load ends is still waited for.
            using var patience = new CancellationTokenSource(AnswerMax);
            var answer = await line.Push(order, status, patience.Token);
            if (answer.Status != 200)
                Failures.Add($"a push was answered {answer.Status}");
            else
                Answered.Add((due, Stopwatch.GetElapsedTime(due)));
            known.Saw(order, answer.Version);
        }
    }

    private static async Task<bool> IsTime(long due, CancellationToken stop)
    {
        try
        {
            while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } left)
                await Task.Delay(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
