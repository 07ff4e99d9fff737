using Npgsql;
using OrderLedger.Api.Ledger;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Limit;
using OrderLedger.Benchmarks.Rebuilds;
using OrderLedger.Domain;

namespace OrderLedger.Benchmarks.Audits;

/// <summary>
/// One run on one server: every question over HTTP in turns with plain SQL of the same rows; then inserts, in turns; then, after the
/// audit's two indexes are dropped, the filters over HTTP once more.
/// </summary>
internal static class AuditBench
{
    private const int InsertRounds = 3;

    /// <summary>Pushes to one order, whose history is then a long one.</summary>
    private const int LongHistory = 1_500;

    public static async Task<AuditFigures> Run(int events, int rounds, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        await using var database = Database.Connect(await Guest.ConnectionString(folder.Path, stop));
        await BulkSeeding.Run(folder.Path, events, stop);
        using var client = new HttpClient { BaseAddress = new($"http://{api.Target.Address}") };
        client.DefaultRequestHeaders.Add("x-api-key", api.Target.Account.Key);
        var (usual, longest) = await Orders(database, stop);
        await Lengthen(client, longest, stop);
        await using var connection = await database.OpenConnectionAsync(stop);
        foreach (var statement in SpreadValues.Statements)
            await connection.Run(statement, stop);

        var asked = new AskedTwice(client, connection, rounds);
        var answers = new List<AuditAnswer>();
        AuditQuestion[] questions =
        [
            AuditQuestion.HistoryOf(usual, "history of one order"),
            AuditQuestion.HistoryOf(longest, $"history of one of {LongHistory:N0} events"),
            .. AuditQuestion.Filters(usual),
        ];
        await asked.WarmUp(questions, stop);
        foreach (var question in questions)
            answers.Add(await asked.Both(question, stop));

        var entries = await Number(database, "select count(*) from ledger.ol_entry", stop);
        var size = await Number(database,
            "select (pg_relation_size('ledger.ol_entry_by_word') + pg_relation_size('ledger.ol_entry_by_unusual'))::bigint", stop);
        var inserts = await InsertCost.Measure(database, InsertRounds, stop);
        await database.Execute("drop index ledger.ol_entry_by_word, ledger.ol_entry_by_unusual", stop);
        for (var i = 0; i < questions.Length; i++)
            if (questions[i].IsFilter)
                answers[i] = answers[i] with { Dropped = await asked.OverHttp(questions[i], stop) };
        return new(entries, size, inserts.Without, inserts.With, answers);
    }

    /// <summary>Two orders from the middle of the ledger: what was read last may stand at its ends.</summary>
    private static async Task<(long Usual, long Longest)> Orders(NpgsqlDataSource database, CancellationToken stop)
    {
        var known = await KnownOrders.Of(database, stop);
        var middle = known.FirstId + (known.Count / 2);
        return (middle, middle + 1);
    }

    private static async Task Lengthen(HttpClient client, long order, CancellationToken stop)
    {
        for (var i = 0; i < LongHistory; i++)
        {
            var status = Vocabularies.Vici.Pushable[i % 2];
            using var body = new StringContent($$"""{"status":"{{status}}"}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PatchAsync($"/api/orders/{order}/status", body, stop);
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"A push was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}");
        }
    }

    private static async Task<long> Number(NpgsqlDataSource database, string sql, CancellationToken stop) =>
        (await database.Query(r => r.GetInt64(0), sql, stop))[0];
}
