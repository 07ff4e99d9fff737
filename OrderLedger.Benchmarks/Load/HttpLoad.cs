using System.Diagnostics;

namespace OrderLedger.Benchmarks.Load;

/// <summary>Pushes and reads over HTTP.</summary>
internal sealed class HttpLoad(Target target, Walk walk)
{
    /// <summary>After a lost connection, so that a server that is away is not hammered.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes the orders known. A known one stays as it is: the request names no status, the rest is the same each time.</summary>
    /// <exception cref="InvalidOperationException">The server does not take them.</exception>
    public async Task Register(CancellationToken stop)
    {
        var next = walk.FirstId - 1;
        await Callers.Run("register", new(16, Asked.SecondsMax), async (turns, _, end) =>
        {
            using var line = new HttpLine(target);
            while (turns.Next() && Interlocked.Increment(ref next) is var order && order < walk.FirstId + walk.Orders)
                if (await line.Register(order, Walk.CreatedAt(order), end) is { Status: not (200 or 201) } answer)
                    throw new InvalidOperationException($"Order {order} is not taken: {answer.Status} (0: no answer, 401: a wrong --key).");
        }, stop);
    }

    public Task<Figures> Run(string what, Bounds bounds, int readPercent, CancellationToken stop) =>
        Callers.Run(what, bounds, async (turns, tally, end) =>
        {
            using var line = new HttpLine(target);
            while (turns.Next())
                if (Random.Shared.Next(100) < readPercent)
                    await Read(line, tally, end);
                else
                    await Push(line, tally, end);
        }, stop);

    private async Task Push(HttpLine line, Tally tally, CancellationToken stop)
    {
        var (order, status) = walk.Next();
        var sent = Stopwatch.GetTimestamp();
        var answer = await line.Patch(order, status, stop);
        if (answer.Status == 200)
        {
            tally.Pushes.Add(Stopwatch.GetElapsedTime(sent));
            tally.Unchanged += answer.Changed ? 0 : 1;
            return;
        }
        await Fail(answer, tally, stop);
    }

    private async Task Read(HttpLine line, Tally tally, CancellationToken stop)
    {
        var order = walk.FirstId + Random.Shared.Next(walk.Orders);
        var sent = Stopwatch.GetTimestamp();
        var answer = await line.Get(order, stop);
        if (answer.Status == 200)
            tally.Reads.Add(Stopwatch.GetElapsedTime(sent));
        else
            await Fail(answer, tally, stop);
    }

    private static async Task Fail(HttpAnswer answer, Tally tally, CancellationToken stop)
    {
        tally.Failed(answer.Status);
        if (answer.Status == 0)
            await Task.Delay(Pause, stop);
    }
}
