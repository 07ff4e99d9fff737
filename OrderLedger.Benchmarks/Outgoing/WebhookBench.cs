using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Load;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Outgoing;

/// <summary>How many subscriptions there are, and the load.</summary>
internal sealed record WebhookTask(int Subscriptions, int Rate, int Seconds, int Rounds, int Pushes);

/// <summary>
/// One server and one receiver: stretches without a subscription and with all of them take turns. After each with them it is waited until
/// nothing waits. At last single pushes, each waited for at the receiver.
/// </summary>
internal sealed class WebhookBench(WebhookTask task, ApiProcess api, string dataDirectory, CountingReceiver receiver) : IDisposable
{
    private const int Orders = 2_000;

    private static readonly TimeSpan CaughtUpMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http = NewClient(api);
    // Registered, each has one event.
    private readonly KnownOrders known = new(1_000_000, [.. Enumerable.Repeat(1, Orders)]);
    private readonly List<WebhookStretch> stretches = [];

    public static async Task<string> Run(WebhookTask task, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var receiver = await CountingReceiver.Start(stop);
        await using var api = await ApiProcess.StartWith(folder.Path, [("OrderLedger__Webhooks__AllowPrivateAddresses", "true")], stop);
        using var bench = new WebhookBench(task, api, folder.Path, receiver);
        return await bench.Run(stop);
    }

    public void Dispose() => http.Dispose();

    private async Task<string> Run(CancellationToken stop)
    {
        var walk = new Walk(known.FirstId, Orders);
        await new HttpLoad(api.Target, walk).Register(stop);
        for (var round = 0; round < task.Rounds; round++)
        {
            stretches.Add(await Measure(subscriptions: 0, stop));
            var made = await Subscribe(task.Subscriptions, stop);
            stretches.Add(await Measure(task.Subscriptions, stop));
            await Remove(made, stop);
        }
        return WebhookStretch.Table(stretches) + "\n\n" + await Idle(stop);
    }

    private async Task<WebhookStretch> Measure(int subscriptions, CancellationToken stop)
    {
        var (came, memory, cpu) = (receiver.Count, ProcessMemory.Resident(api.Id), CpuTime.Now(api.Id, dataDirectory));
        var changed = VersionsNow();
        var pushes = new PacedPushes(api.Target, known, task.Rate);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(TimeSpan.FromSeconds(task.Seconds));
        await pushes.Run(end.Token);
        stop.ThrowIfCancellationRequested();

        var ended = Stopwatch.GetTimestamp();
        var peak = ProcessMemory.Resident(api.Id);
        var wanted = came + ((VersionsNow() - changed) * subscriptions);
        var waiting = wanted - receiver.Count;
        while (receiver.Count < wanted && Stopwatch.GetElapsedTime(ended) < CaughtUpMax)
        {
            await Task.Delay(Poll, stop);
            peak = Math.Max(peak, ProcessMemory.Resident(api.Id));
        }
        if (receiver.Count < wanted)
            throw new TimeoutException($"{wanted - receiver.Count} messages still wait after {CaughtUpMax.TotalMinutes:0} minutes.");
        var latencies = new Latencies();
        foreach (var (_, took) in pushes.Answered)
            latencies.Add(took);
        var stretch = new WebhookStretch(subscriptions, pushes.Answered.Count / (double)task.Seconds, latencies.Spread())
        {
            Waiting = waiting,
            CaughtUpSeconds = Stopwatch.GetElapsedTime(ended).TotalSeconds,
            Messages = receiver.Count - came,
            MiBBefore = memory,
            MiBMost = peak,
            MiBAfter = ProcessMemory.Resident(api.Id),
            Cpu = CpuTime.Now(api.Id, dataDirectory) - cpu,
            Failures = pushes.Failures.Count,
        };
        await Console.Error.WriteLineAsync(stretch.Row());
        return stretch;
    }

    // From the answer of a push, which follows its commit, to the message at the receiver.
    private async Task<string> Idle(CancellationToken stop)
    {
        var made = await Subscribe(1, stop);
        using var line = new HttpLine(api.Target);
        var (walk, latencies) = (new Walk(known.FirstId, 1), new Latencies());
        for (var push = 0; push <= task.Pushes; push++)
        {
            var (order, status) = walk.Next();
            var next = receiver.Count + 1;
            var answer = await line.Push(order, status, stop);
            if (answer.Status != 200)
                throw new InvalidOperationException($"A push was answered {answer.Status}.");
            var answered = Stopwatch.GetTimestamp();
            await receiver.Came(next, CaughtUpMax, stop);
            // The first one finds nothing connected.
            if (push > 0)
                latencies.Add(Stopwatch.GetElapsedTime(answered, receiver.LastAt));
        }
        await Remove(made, stop);
        var spread = latencies.Spread();
        return string.Create(CultureInfo.InvariantCulture,
            $"Idle, {task.Pushes} single pushes: from the answer to the receiver p50 {spread.P50:0} ms, p90 {spread.P90:0} ms, p99 {spread.P99:0} ms.");
    }

    private long VersionsNow() => Enumerable.Range(0, Orders).Sum(i => (long)known.VersionOf(known.FirstId + i));

    private async Task<List<string>> Subscribe(int count, CancellationToken stop)
    {
        var made = new List<string>();
        for (var i = 0; i < count; i++)
        {
            using var answer = await http.PostAsJsonAsync("/api/webhook-subscriptions", new { url = $"{receiver.Url}/{i}" }, stop);
            answer.EnsureSuccessStatusCode();
            made.Add((await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("id").GetString()!);
        }
        return made;
    }

    private async Task Remove(List<string> made, CancellationToken stop)
    {
        foreach (var id in made)
        {
            using var answer = await http.DeleteAsync($"/api/webhook-subscriptions/{id}", stop);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static HttpClient NewClient(ApiProcess api)
    {
        var client = new HttpClient { BaseAddress = new(api.Url) };
        client.DefaultRequestHeaders.Add("x-api-key", ApiProcess.Key);
        return client;
    }
}
