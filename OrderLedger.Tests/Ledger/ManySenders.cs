namespace OrderLedger.Tests.Ledger;

public class ManySenders(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const int Senders = 64;
    private const int PushesEach = 100;
    private static readonly string[] Statuses = ["pending", "processing", "completed", "on-hold", "failed"];

    [Fact]
    public async Task To_random_orders_are_all_answered_200()
    {
        for (var order = 1; order <= 40; order++)
            await app.Register($"{order}", total: "9.99");

        await Push(chance => chance.Next(1, 41));

        (await Broken()).ShouldBeEmpty();
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task To_one_order_are_all_answered_200_and_wait_for_each_other()
    {
        await app.Register("1000");

        await Push(_ => 1000);

        (await Broken()).ShouldBeEmpty();
        (await app.Faults()).ShouldBeEmpty();
    }

    private Task Push(Func<Random, int> order) => Task.WhenAll(Enumerable.Range(1, Senders).Select(async sender =>
    {
        var chance = new Random(sender);
        var version = new Dictionary<int, long>();
        for (var n = 0; n < PushesEach; n++)
        {
            var to = order(chance);
            using var response = await app.Patch($"{to}", $$"""{ "order_status": "{{Statuses[chance.Next(Statuses.Length)]}}" }""");
            response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
            // What this sender sees of an order never goes back.
            var seen = long.Parse(response.Header("ETag")!.Trim('"'), System.Globalization.CultureInfo.InvariantCulture);
            seen.ShouldBeGreaterThanOrEqualTo(version.GetValueOrDefault(to));
            version[to] = seen;
        }
    }));

    /// <summary>Streams whose versions are not 1..n, or whose places in the ledger do not rise with them.</summary>
    private Task<List<string>> Broken() => app.Sql.Query(r => r.GetString(0),
        """
        select stream_id || ' v' || version from (
            select stream_id, version, seq_id, timestamp,
                   row_number() over w as place, lag(seq_id) over w as before, lag(timestamp) over w as earlier
              from ledger.mt_events window w as (partition by tenant_id, stream_id order by version)) as e
         where version <> place or seq_id <= before or timestamp < earlier
        """, CancellationToken.None);
}
