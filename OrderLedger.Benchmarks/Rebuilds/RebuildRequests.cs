using System.Diagnostics;
using System.Net;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>A rebuild as the one who asked for it saw it. The swap lies between two stopwatch readings.</summary>
internal sealed record SeenRebuild(long Events, double Seconds, long SwapFrom, long SwapTo);

/// <summary>Asks for rebuilds over HTTP and follows them to their end.</summary>
internal sealed class RebuildRequests : IDisposable
{
    private static readonly TimeSpan RebuildMax = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient client;

    public RebuildRequests(Target target)
    {
        client = new() { BaseAddress = new($"http://{target.Address}") };
        client.DefaultRequestHeaders.Add("x-api-key", target.Account.Key);
    }

    /// <exception cref="InvalidOperationException">It was refused, failed or was cancelled.</exception>
    /// <exception cref="TimeoutException">It took more than twenty minutes.</exception>
    public async Task<SeenRebuild> RebuildAll(CancellationToken stop)
    {
        var asked = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync("/api/projections/all/rebuild", null, stop);
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException(
                $"The rebuild was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}");
        var place = answer.Headers.Location!;

        var (last, swap) = (asked, 0L);
        while (Stopwatch.GetElapsedTime(asked) < RebuildMax)
        {
            var now = JsonNode.Parse(await client.GetStringAsync(place, stop))!;
            switch ((string)now["state"]!)
            {
                case "done":
                    return new((long)now["events"]!, Seconds(now), swap == 0 ? last : swap, Stopwatch.GetTimestamp());
                case "failed" or "cancelled":
                    throw new InvalidOperationException($"The rebuild came to nothing: {now.ToJsonString()}");
                case "swapping" when swap == 0:
                    swap = last;
                    break;
            }
            last = Stopwatch.GetTimestamp();
            await Task.Delay(Look, stop);
        }
        throw new TimeoutException($"The rebuild did not end within {RebuildMax.TotalMinutes} minutes.");
    }

    public void Dispose() => client.Dispose();

    private static double Seconds(JsonNode rebuild) =>
        ((DateTimeOffset)rebuild["ended_at"]! - (DateTimeOffset)rebuild["began_at"]!).TotalSeconds;
}
