using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrderLedger.Benchmarks.Outgoing;

/// <summary>Answers every message with 200, and counts them.</summary>
internal sealed class CountingReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private long count;
    private long lastAt;

    private CountingReceiver(WebApplication app) => this.app = app;

    public long Count => Volatile.Read(ref count);

    /// <summary>When the last message came, as <see cref="Stopwatch"/> counts.</summary>
    public long LastAt => Volatile.Read(ref lastAt);

    public string Url => app.Urls.Single();

    public static async Task<CountingReceiver> Start(CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new CountingReceiver(builder.Build());
        receiver.app.Run(receiver.Take);
        await receiver.app.StartAsync(stop);
        return receiver;
    }

    /// <summary>Returns when so many have come.</summary>
    /// <exception cref="TimeoutException">They did not come in time.</exception>
    public async Task Came(long wanted, TimeSpan patience, CancellationToken stop)
    {
        for (var began = Stopwatch.GetTimestamp(); Count < wanted; await Task.Delay(1, stop))
            if (Stopwatch.GetElapsedTime(began) > patience)
                throw new TimeoutException($"{Count} of {wanted} messages came within {patience.TotalSeconds:0} s.");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        Volatile.Write(ref lastAt, Stopwatch.GetTimestamp());
        Interlocked.Increment(ref count);
    }
}
