namespace OrderLedger.Tests.Faults;

[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;

/// <summary>The ledger, whatever happens to its connections, answers 200 or 503, and every 200 is there exactly once.</summary>
[Collection(nameof(OneAtATime))]
public class ABrokenConnection(LedgerApp app) : IClassFixture<LedgerApp>
{
    private static readonly string[] Words = ["processing", "completed", "on-hold", "pending"];

    [Fact]
    public async Task Under_load_loses_and_doubles_nothing()
    {
        for (var order = 1; order <= 4; order++)
            await app.Register($"{order}");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var pushes = Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Push(sender, stop.Token)));
        var cuts = 0;
        while (!stop.IsCancellationRequested)
        {
            cuts += await Cut();
            await Task.WhenAny(pushes, Task.Delay(TimeSpan.FromMilliseconds(40)));
        }
        var answers = (await pushes).SelectMany(a => a).ToList();

        cuts.ShouldBeGreaterThan(0);
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK || a.Status == HttpStatusCode.ServiceUnavailable);
        var reasons = (await app.Ledger.After(0, 1_000_000, CancellationToken.None))
            .Select(r => r.Event).OfType<OrderLedger.Domain.StatusChanged>().Select(e => e.Reason).ToList();
        reasons.Count.ShouldBe(reasons.Distinct().Count());
        answers.Where(a => a.Changed).Select(a => a.Key).Except(reasons).ShouldBeEmpty();
        await HealsWithin(TimeSpan.FromSeconds(10));
        (await app.Faults()).ShouldBeEmpty();
    }

    private async Task<List<(string Key, HttpStatusCode Status, bool Changed)>> Push(int sender, CancellationToken stop)
    {
        var answers = new List<(string, HttpStatusCode, bool)>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var key = $"{sender}-{i}";
            using var response = await app.Patch($"{sender % 4 + 1}",
                $$"""{ "status": "{{Words[(i + sender) % 4]}}", "reason": "{{key}}" }""", ("Idempotency-Key", key));
            var body = await response.Content.ReadAsStringAsync(CancellationToken.None);
            answers.Add((key, response.StatusCode, body.Contains("\"changed\":true", StringComparison.Ordinal)));
        }
        return answers;
    }

    private Task<int> Cut() => Retry(async () => (await app.Sql.Query(r => r.GetBoolean(0),
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
        CancellationToken.None)).Count);

    private static async Task<int> Retry(Func<Task<int>> cut)
    {
        try
        {
            return await cut();
        }
        catch (Npgsql.NpgsqlException)
        {
            return 0;
        }
    }

    private async Task HealsWithin(TimeSpan bound)
    {
        var until = Environment.TickCount64 + (long)bound.TotalMilliseconds;
        while (true)
        {
            using var response = await app.Patch("1", """{ "status": "refunded" }""");
            if (response.IsSuccessStatusCode)
                return;
            Environment.TickCount64.ShouldBeLessThan(until);
        }
    }
}
