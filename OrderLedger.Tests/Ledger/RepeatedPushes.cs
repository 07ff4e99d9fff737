using Microsoft.Extensions.DependencyInjection;

namespace OrderLedger.Tests.Ledger;

public class RepeatedPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Are_counted_once_each_by_the_way_they_came()
    {
        await app.Register("1");
        (await app.Patch("1", """{ "order_status": "processing" }""", ("Idempotency-Key", "one"))).EnsureSuccessStatusCode();
        (await app.Patch("1", """{ "order_status": "processing" }""", ("Idempotency-Key", "one"))).EnsureSuccessStatusCode();
        (await app.Patch("1", """{ "order_status": "processing" }""")).EnsureSuccessStatusCode();
        (await app.Send(HttpMethod.Post, "/api/orders/bulk-status", """{ "updates": [{ "order_id": 1, "status": "processing" }] }"""))
            .EnsureSuccessStatusCode();
        await app.Register("1", "processing");

        await Condition.Holds(async () =>
            await app.Ask<long>("select coalesce(sum(pushes), 0)::bigint from ledger.ol_duplicate where store = 'default'") >= 4, Bound,
            () => "They were not written.");
        (await app.Sql.Query(r => $"{r.GetString(0)} {r.GetString(1)} {r.GetInt64(2)}",
            "select store, source, sum(pushes)::bigint from ledger.ol_duplicate where store = 'default' group by 1, 2 order by 1, 2",
                CancellationToken.None))
            .ShouldBe(["default bulk 1", "default intake 1", "default vici 2"]);
    }

    [Fact]
    public async Task That_cannot_be_written_are_kept_for_the_next_time()
    {
        await app.Sql.Execute("alter table ledger.ol_duplicate rename to away", CancellationToken.None);
        var duplicates = app.Services.GetRequiredService<Duplicates>();
        duplicates.Count(Domain.Scenario.Shop("vici", global::OrderLedger.Domain.Policy.Permissive), "kept");
        await duplicates.Try(CancellationToken.None);
        await app.Sql.Execute("alter table ledger.away rename to ol_duplicate", CancellationToken.None);

        await Condition.Holds(async () =>
            await app.Ask<long>("select coalesce(sum(pushes), 0)::bigint from ledger.ol_duplicate where source = 'kept'") == 1,
            Bound, () => "It was not kept.");
    }
}
