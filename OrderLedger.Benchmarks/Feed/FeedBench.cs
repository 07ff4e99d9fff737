using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OrderLedger.Api.Ledger;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Limit;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Feed;

/// <summary>One consumer reads all events of an idle server, a page after the other, in turns with plain COPY.</summary>
internal static class FeedBench
{
    private static readonly (string What, string Query, string Accept)[] Ways =
    [
        ("`limit=1000`", "limit=1000&types=*", "application/json"),
        ("`limit=100`", "limit=100&types=*", "application/json"),
        ("`limit=1000`, as CloudEvents", "limit=1000&types=*", "application/cloudevents-batch+json"),
        ("`limit=1000&details=true`", "limit=1000&types=*&details=true", "application/json"),
    ];

    /// <returns>A table in Markdown.</returns>
    public static async Task<string> Run(int events, int rounds, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        await using var database = Database.Connect(await Guest.ConnectionString(folder.Path, stop));
        await BulkSeeding.Run(folder.Path, events, stop);
        var count = (await database.Query(r => r.GetInt64(0), "select count(*) from ledger.mt_events where tenant_id = 'default'", stop))[0];
        var (copies, reads) = (new List<double>(), Ways.ToDictionary(w => w.What, _ => new List<double>()));
        for (var round = 0; round < rounds; round++)
            foreach (var (what, query, accept) in Ways)
            {
                copies.Add(await PlainCopy.Seconds(database, stop));
                reads[what].Add(await Seconds(api, query, accept, count, stop));
            }
        var text = new StringBuilder("| read by | events | events/s | plain COPY, rows/s |\n|---|---|---|---|\n");
        foreach (var (what, seconds) in reads)
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {count:N0} | {count / Median(seconds):N0} | {count / Median(copies):N0} |\n");
        return text.ToString();
    }

    private static async Task<double> Seconds(ApiProcess api, string query, string accept, long count, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = new(api.Url) };
        client.DefaultRequestHeaders.Add("x-api-key", ApiProcess.Key);
        client.DefaultRequestHeaders.Add("Accept", accept);
        var (clock, read) = (Stopwatch.StartNew(), 0L);
        for (string? next = "/api/events?after=0&" + query; next is not null;)
        {
            using var answer = await client.GetAsync(next, stop);
            answer.EnsureSuccessStatusCode();
            using var page = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(stop));
            var events = page.RootElement.ValueKind == JsonValueKind.Array ? page.RootElement : page.RootElement.GetProperty("events");
            read += events.GetArrayLength();
            next = events.GetArrayLength() == 0 ? null : answer.Headers.GetValues("Link").Single().Split('<', '>')[1];
        }
        return read == count ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"{read} of {count} events came.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
