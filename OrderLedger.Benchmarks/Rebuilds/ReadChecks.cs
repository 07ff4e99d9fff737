using System.Collections.Concurrent;
using Npgsql;
using OrderLedger.Api.Ledger;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>
/// Reads all the time and says what no reader may see: an order that is gone or older than it was, an empty first page, fewer orders than
/// there were.
/// </summary>
internal sealed class ReadChecks(Target target, KnownOrders known, NpgsqlDataSource database)
{
    /// <summary>Most faults kept.</summary>
    private const int FaultsMax = 100;

    private const string Counts = """
        select array[(select count(*) from ledger.mt_doc_order), (select count(*) from ledger.mt_doc_order_details),
                     (select count(*) from ledger.ol_entry), (select sum(orders)::bigint from ledger.ol_kpi),
                     (select sum(registered)::bigint from ledger.ol_kpi_source)]
        """;

    // A week, as a dashboard asks: a report of everything would be slow, and what is measured is not the report.
    private static readonly string WeekOfKpis = $"/api/kpis?from={DateTime.UtcNow.AddDays(-7):yyyy-MM-dd}";

    private static readonly string[] Counted =
        ["mt_doc_order", "mt_doc_order_details", "ol_entry", "orders in ol_kpi", "registered in ol_kpi_source"];

    private long reads;

    public long Reads => reads;

    public ConcurrentQueue<string> Faults { get; } = [];

    public async Task Run(CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = new($"http://{target.Address}") };
        client.DefaultRequestHeaders.Add("x-api-key", target.Account.Key);
        using var line = new HttpLine(target);
        var floors = new long[Counted.Length];
        var (listed, counted) = (0L, 0L);
        await Task.WhenAll(
            Again(1, () => One(line), stop),
            Again(50, async () => listed = await List(client, listed), stop),
            Again(50, async () => counted = await Kpis(client, counted), stop),
            Again(200, () => Rows(floors), stop));
    }

    private async Task One(HttpLine line)
    {
        var order = known.FirstId + Random.Shared.Next(known.Count);
        var least = known.VersionOf(order);
        var answer = await line.Get(order, CancellationToken.None);
        if (answer.Status != 200)
            Fault($"order {order} was answered {answer.Status}");
        else if (answer.Version < least)
            Fault($"order {order} was at version {answer.Version} after {least}");
        known.Saw(order, answer.Version);
    }

    private async Task<long> List(HttpClient client, long least)
    {
        var page = JsonNode.Parse(await client.GetStringAsync("/api/orders", CancellationToken.None))!;
        if (page["orders"]!.AsArray().Count == 0)
            Fault("the first page of orders was empty");
        return AtLeast("orders by their counts", (long)page["counts"]!["total"]!, least);
    }

    private async Task<long> Kpis(HttpClient client, long least)
    {
        var kpis = JsonNode.Parse(await client.GetStringAsync(WeekOfKpis, CancellationToken.None))!;
        return AtLeast("orders by the KPIs", (long)kpis["orders"]!, least);
    }

    private async Task Rows(long[] floors)
    {
        var counts = (await database.Query(r => r.GetFieldValue<long[]>(0), Counts, CancellationToken.None))[0];
        for (var i = 0; i < counts.Length; i++)
            floors[i] = AtLeast(Counted[i], counts[i], floors[i]);
    }

    private long AtLeast(string what, long count, long least)
    {
        if (count < least)
            Fault($"{what}: {count} after {least}");
        return Math.Max(count, least);
    }

    private void Fault(string text)
    {
        if (Faults.Count < FaultsMax)
            Faults.Enqueue(text);
    }

    private async Task Again(int pauseMs, Func<Task> read, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await read();
            }
            catch (Exception failed) when (failed is HttpRequestException or NpgsqlException)
            {
                Fault($"a read failed: {failed.Message}");
            }
            Interlocked.Increment(ref reads);
            await Task.WhenAny(Task.Delay(pauseMs, stop));
        }
    }
}
