using System.Diagnostics;

namespace OrderLedger.Benchmarks;

/// <summary>How many call at once, and when they end: after so long, or after so many calls, whichever is first.</summary>
internal sealed record Bounds(int Connections, int Seconds, long CallsMax = long.MaxValue);

/// <summary>Asked before each call whether there is to be another one.</summary>
internal sealed class Turns(Bounds bounds)
{
    private readonly long until = Stopwatch.GetTimestamp() + bounds.Seconds * Stopwatch.Frequency;
    private long left = bounds.CallsMax;

    public bool Next() => Stopwatch.GetTimestamp() < until && Interlocked.Decrement(ref left) >= 0;
}

/// <summary>Runs callers side by side and sums up what they counted.</summary>
internal static class Callers
{
    /// <summary>How long an answer may be waited for after the end, in seconds.</summary>
    private const int PatienceMax = 30;

    public static async Task<Figures> Run(
        string what, Bounds bounds, Func<Turns, Tally, CancellationToken, Task> caller, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(bounds.Seconds + PatienceMax));
        var tallies = Enumerable.Range(0, bounds.Connections).Select(_ => new Tally()).ToList();
        var started = Stopwatch.GetTimestamp();
        var turns = new Turns(bounds);
        await Task.WhenAll(tallies.Select(tally => Task.Run(() => caller(turns, tally, patience.Token), patience.Token)));
        return Figures.Of(what, started, tallies);
    }
}
