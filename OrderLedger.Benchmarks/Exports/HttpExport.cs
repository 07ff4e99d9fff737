using System.Diagnostics;
using System.Text;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Exports;

/// <summary>GET /api/audit/export, read to its end and kept nowhere. Memory is the server's while it sends.</summary>
internal static class HttpExport
{
    private const string LastLine = "{\"end\":";
    private const int LastLineMax = 200;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <exception cref="InvalidOperationException">It was refused, or came without its last line.</exception>
    public static async Task<ExportRound> Run(ApiProcess api, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = new(api.Url), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Add("x-api-key", ApiProcess.Key);
        var (clock, peak) = (Stopwatch.StartNew(), 0.0);
        var reading = Read(client, stop);
        while (await Task.WhenAny(reading, Task.Delay(Look, stop)) != reading)
            peak = Math.Max(peak, ProcessMemory.Resident(api.Id));
        return new(clock.Elapsed.TotalSeconds, await reading / 1_048_576.0, Math.Max(peak, ProcessMemory.Resident(api.Id)));
    }

    private static async Task<long> Read(HttpClient client, CancellationToken stop)
    {
        using var answer = await client.GetAsync("/api/audit/export?format=ndjson", HttpCompletionOption.ResponseHeadersRead, stop);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The export was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}");
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var (bytes, buffer, tail) = (0L, new byte[1 << 16], "");
        for (int read; (read = await body.ReadAsync(buffer, stop)) > 0; bytes += read)
        {
            tail += Encoding.UTF8.GetString(buffer, Math.Max(0, read - LastLineMax), Math.Min(read, LastLineMax));
            tail = tail[Math.Max(0, tail.Length - LastLineMax)..];
        }
        return tail.Contains(LastLine, StringComparison.Ordinal) ? bytes : throw new InvalidOperationException("The export was cut off.");
    }
}
