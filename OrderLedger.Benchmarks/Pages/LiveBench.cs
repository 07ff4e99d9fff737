using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Pages;

/// <summary>Measures what so many open browsers cost the server, and how soon each of them hears of a push.</summary>
internal sealed record LiveFigures(int Connections, double IdleMiB, double OpenMiB, Spread Heard, double BusyMiB)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Connections:N0} open connections: {IdleMiB:N0} MiB before, {OpenMiB:N0} MiB with them (+{OpenMiB - IdleMiB:N0}), {BusyMiB:N0} MiB after the pushes; "
        + $"heard after p50 {Heard.P50:N0} ms, p99 {Heard.P99:N0} ms, max {Heard.Max:N0} ms");
}

/// <summary>Opens connections to /live, lets them idle, then pushes and waits until all have heard.</summary>
internal static class LiveBench
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HeardMax = TimeSpan.FromSeconds(30);

    public static async Task<LiveFigures> Run(int connections, int pushes, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        using var browser = await Browser.SignIn(api.Url, ApiProcess.Key, stop);
        await Push(browser, 0, stop);
        await Task.Delay(Settle, stop);
        var idle = ProcessMemory.Resident(api.Id);

        using var closing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var heard = new ConcurrentDictionary<string, CountdownEvent>();
        var ready = new CountdownEvent(connections);
        var listening = Enumerable.Range(0, connections).Select(_ => Listen(browser, ready, heard, closing.Token)).ToList();
        await Task.Run(() => ready.Wait(HeardMax, stop), stop);
        await Task.Delay(Settle, stop);
        var open = ProcessMemory.Resident(api.Id);

        var latencies = new Latencies();
        for (var push = 1; push <= pushes; push++)
        {
            var all = heard.GetOrAdd($"\"order\":\"{push + 1}\"", _ => new(connections));
            await Push(browser, push, stop);
            var answered = Stopwatch.GetTimestamp();
            if (!await Task.Run(() => all.Wait(HeardMax, stop), stop))
                throw new TimeoutException($"{all.CurrentCount} of {connections} browsers never heard of order {push}.");
            latencies.Add(Stopwatch.GetElapsedTime(answered));
        }
        var busy = ProcessMemory.Resident(api.Id);
        await closing.CancelAsync();
        await Task.WhenAll(listening);
        return new(connections, idle, open, latencies.Spread(), busy);
    }

    private static async Task Listen(Browser browser, CountdownEvent ready, ConcurrentDictionary<string, CountdownEvent> heard,
        CancellationToken stop)
    {
        try
        {
            using var answer = await browser.Http.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead, stop);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop), Encoding.UTF8);
            ready.Signal();
            while (await lines.ReadLineAsync(stop) is { } line)
                foreach (var (order, all) in heard)
                    if (line.Contains(order, StringComparison.Ordinal))
                        all.Signal();
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }

    private static async Task Push(Browser browser, int order, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/order");
        request.Headers.Add("x-api-key", ApiProcess.Key);
        request.Content = new StringContent($$"""{"id":{{order + 1}},"status":"pending"}""", Encoding.UTF8, "application/json");
        using var answer = await browser.Http.SendAsync(request, stop);
        answer.EnsureSuccessStatusCode();
    }
}
