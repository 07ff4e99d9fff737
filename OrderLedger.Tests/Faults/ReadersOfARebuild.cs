using System.Collections.Concurrent;
using System.Net.Http.Json;
using Npgsql;
using OrderLedger.Tests.Ledger.Rebuilding;

namespace OrderLedger.Tests.Faults;

[Collection(FaultTests.Name)]
public class ReadersOfARebuild
{
    private const int Rebuilds = 4;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task See_nothing_empty_older_or_half_built_while_pushes_go_on()
    {
        var connectionString = await TestServer.NewDatabase();
        await using (var database = NpgsqlDataSource.Create(connectionString))
        await using (var server = new ServerProcess(connectionString))
        {
            await server.Start();
            using var load = new Load(server.NewClient());
            await load.Begin();
            await load.Acknowledges(100, Bound);
            using var enough = new CancellationTokenSource();
            var wrong = new ConcurrentQueue<string>();
            using var client = server.NewClient();
            var readers = Task.WhenAll(ReadOverHttp(client, wrong, enough.Token), ReadInSql(database, wrong, enough.Token));

            for (var n = 0; n < Rebuilds; n++)
            {
                using var asked = await client.PostAsync("/api/projections/all/rebuild", null);
                asked.EnsureSuccessStatusCode();
                var path = asked.Headers.Location!.ToString();
                JsonObject? now = null;
                await Condition.Holds(async () =>
                    (string?)(now = await client.GetFromJsonAsync<JsonObject>(path))!["state"] == "done", Bound, () => $"Not done: {now}");
                await load.Acknowledges(16, Bound);
            }
            await enough.CancelAsync();
            await readers;
            await load.End();
            await load.Settle();

            wrong.ShouldBeEmpty();
            load.Wrong.ShouldBeEmpty();
            (load.Refused, load.Unanswered).ShouldBe((0, 0));
            (await Tables.Leftovers(database)).ShouldBeEmpty();
            await Witness.Sees(connectionString, load);
        }
        await TestServer.Drop(connectionString);
    }

    private static async Task ReadOverHttp(HttpClient client, ConcurrentQueue<string> wrong, CancellationToken enough)
    {
        var version = 0L;
        while (!enough.IsCancellationRequested)
        {
            var order = (await client.GetFromJsonAsync<JsonObject>("/api/orders/1", CancellationToken.None))!;
            if ((long)order["version"]! < version)
                wrong.Enqueue($"order 1 went from v{version} to v{order["version"]}");
            version = (long)order["version"]!;
            var list = (await client.GetFromJsonAsync<JsonObject>("/api/orders", CancellationToken.None))!;
            if (list["orders"]!.AsArray().Count != 16 || (long)list["counts"]!["total"]! != 16)
                wrong.Enqueue($"the list has {list["orders"]!.AsArray().Count} orders, counted {list["counts"]!["total"]}");
            var kpis = (await client.GetFromJsonAsync<JsonObject>("/api/kpis", CancellationToken.None))!;
            if ((long)kpis["orders"]! != 16)
                wrong.Enqueue($"the KPIs count {kpis["orders"]} orders");
        }
    }

    private static async Task ReadInSql(NpgsqlDataSource database, ConcurrentQueue<string> wrong, CancellationToken enough)
    {
        var (entries, versions) = (0L, 0L);
        while (!enough.IsCancellationRequested)
        {
            var seen = (await database.Query(r => (Entries: r.GetInt64(0), Versions: r.GetInt64(1), Events: r.GetInt64(2)), """
                select (select count(*) from ledger.ol_entry), (select sum(mt_version)::bigint from ledger.mt_doc_order), (select count(*) from ledger.mt_events where tenant_id <> '*')
                """, CancellationToken.None))[0];
            if (seen.Entries != seen.Events || seen.Versions != seen.Events || seen.Entries < entries || seen.Versions < versions)
                wrong.Enqueue($"{seen} after {entries} entries, {versions} versions");
            (entries, versions) = (seen.Entries, seen.Versions);
        }
    }
}
