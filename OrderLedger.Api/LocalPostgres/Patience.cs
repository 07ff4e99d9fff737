using System.Diagnostics;

namespace OrderLedger.Api.LocalPostgres;

/// <summary>Waiting for something that will be so, with a bound.</summary>
internal static class Patience
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Tries until there is a result; throws <paramref name="failure"/> when the bound is over without one.</summary>
    public static async Task<T> Until<T>(Func<Task<T?>> attempt, TimeSpan bound, Func<Exception> failure, CancellationToken stop)
        where T : class
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (await attempt() is { } result)
                return result;
            if (waited.Elapsed > bound)
                throw failure();
            await Task.Delay(Between, stop);
        }
    }
}
