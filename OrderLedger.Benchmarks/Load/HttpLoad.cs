using System.Diagnostics;

namespace OrderLedger.Benchmarks.Load;

/// <summary>Pushes and reads over HTTP.</summary>
internal sealed class HttpLoad(Target target, Walk walk)
{
    /// <summary>After a lost connection, so that a server that is away is not hammered.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // The highest version each order was seen at. Only A's answers say whether a push changed the order, but all of them say its version,
    // and that rises with each change.
    private readonly int[] versions = new int[walk.Orders];

    /// <summary>Makes the orders known. Only what differs from a known one's details and first status changes it.</summary>
    /// <exception cref="InvalidOperationException">The server does not take them.</exception>
    public async Task Register(CancellationToken stop)
    {
        var next = walk.FirstId - 1;
        await Callers.Run("register", new(16, Asked.SecondsMax), async (turns, _, end) =>
        {
            using var line = new HttpLine(target);
            while (turns.Next() && Interlocked.Increment(ref next) is var order && order < walk.FirstId + walk.Orders)
            {
                var answer = await line.Register(order, Walk.CreatedAt(order), end);
                if (answer.Status is not (200 or 201))
                    throw new InvalidOperationException($"Order {order} is not taken: {answer.Status} (0: no answer, 401: a wrong --key).");
                Saw(order, answer.Version);
            }
        }, stop);
    }

    public async Task<Figures> Run(string what, Bounds bounds, int readPercent, CancellationToken stop)
    {
        var before = versions.Sum(v => (long)v);
        var figures = await Callers.Run(what, bounds, async (turns, tally, end) =>
        {
            using var line = new HttpLine(target);
            while (turns.Next())
                if (Random.Shared.Next(100) < readPercent)
                    await Read(line, tally, end);
                else
                    await Push(line, tally, end);
        }, stop);
        return figures with { Unchanged = figures.Pushes - (versions.Sum(v => (long)v) - before) };
    }

    private async Task Push(HttpLine line, Tally tally, CancellationToken stop)
    {
        var (order, status) = walk.Next();
        var sent = Stopwatch.GetTimestamp();
        var answer = await line.Push(order, status, stop);
        if (answer.Status == 200)
        {
            tally.Pushes.Add(Stopwatch.GetElapsedTime(sent));
            Saw(order, answer.Version);
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

    private void Saw(long order, int version)
    {
        ref var seen = ref versions[order - walk.FirstId];
        for (var known = seen; known < version;)
        {
            var before = Interlocked.CompareExchange(ref seen, version, known);
            known = before == known ? version : before;
        }
    }

    private static async Task Fail(HttpAnswer answer, Tally tally, CancellationToken stop)
    {
        tally.Failed(answer.Status);
        if (answer.Status == 0)
            await Task.Delay(Pause, stop);
    }
}
