using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using OrderLedger.Api.Storage;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Limit;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Audits;

/// <summary>One run on one server: every question with the indexes and, after they are dropped, without them; then inserts, in turns.</summary>
internal static class AuditBench
{
    private const int InsertRounds = 3;

    private static readonly string[] Columns = ["actor", "source", "status_from", "status_to", "correlation_id"];

    /// <summary>Values of a share of the entries each, strewn evenly; see <see cref="SpreadValues"/>.</summary>
    private static readonly string[] Values = ["one-percent", "p1", "p03", "p01", "absent"];

    private static IEnumerable<string> Questions =>
    [
        "", "type=status_changed", "type=order_deleted", "unusual=true", "kind=orders&order=absent",
        .. Columns.SelectMany(_ => Values, (column, value) => $"{column}={value}"),
        "recorded_from=2020-01-01&recorded_to=2020-02-01", $"recorded_to={DaysAgo(60)}", $"recorded_from={DaysAgo(60)}&recorded_to={DaysAgo(59)}",
        $"occurred_to={DaysAgo(60)}", $"occurred_from={DaysAgo(60)}&occurred_to={DaysAgo(59)}",
    ];

    public static async Task<AuditFigures> Run(int events, int rounds, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        await using var database = Database.Connect(await Guest.ConnectionString(folder.Path, stop));
        await BulkSeeding.Run(folder.Path, events, stop);
        await using (var connection = await database.OpenConnectionAsync(stop))
            foreach (var statement in SpreadValues.Statements)
                await connection.Run(statement, stop);
        using var client = new HttpClient { BaseAddress = new($"http://{api.Target.Address}") };
        client.DefaultRequestHeaders.Add("x-api-key", api.Target.Account.Key);

        var size = await Number(database, "select (pg_relation_size('ledger.ol_entry_by_word') + pg_relation_size('ledger.ol_entry_by_unusual'))::bigint", stop);
        var with = await Asked(client, rounds, stop);
        var inserts = await InsertCost.Measure(database, InsertRounds, stop);
        await database.Execute("drop index ledger.ol_entry_by_word, ledger.ol_entry_by_unusual", stop);
        var without = await Asked(client, rounds, stop);
        return new(await Number(database, "select count(*) from ledger.ol_entry", stop), size, inserts.Without, inserts.With,
            [.. with.Zip(without, (a, b) => new AuditAnswer(a.Question, a.Lines, a.Ms, b.Ms))]);
    }

    private static async Task<List<(string Question, int Lines, double Ms)>> Asked(HttpClient client, int rounds, CancellationToken stop)
    {
        var answers = new List<(string, int, double)>();
        foreach (var question in Questions)
        {
            var (times, lines) = (new double[rounds], 0);
            // The first answer is thrown away: it may find nothing in memory.
            for (var i = -1; i < rounds; i++)
            {
                var began = Stopwatch.GetTimestamp();
                var text = await client.GetStringAsync($"/api/audit?{question}", stop);
                if (i < 0)
                    lines = JsonNode.Parse(text)!["entries"]!.AsArray().Count;
                else
                    times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
            Array.Sort(times);
            answers.Add((question, lines, times[rounds / 2]));
        }
        return answers;
    }

    private static string DaysAgo(int days) => DateTime.UtcNow.AddDays(-days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<long> Number(NpgsqlDataSource database, string sql, CancellationToken stop) =>
        (await database.Query(r => r.GetInt64(0), sql, stop))[0];
}
