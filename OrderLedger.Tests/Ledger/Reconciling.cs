using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Verifying;

namespace OrderLedger.Tests.Ledger;

public class Reconciling(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("update ledger.mt_doc_order set data = jsonb_set(data, '{status}', '\"failed\"') where id = '1'",
        "update ledger.mt_doc_order set data = jsonb_set(data, '{status}', '\"pending\"') where id = '1'")]
    [InlineData("update ledger.mt_doc_order_details set customer_name = 'Eve' where id = '1'",
        "update ledger.mt_doc_order_details set customer_name = null where id = '1'")]
    [InlineData("update ledger.ol_entry set actor = 'nobody-' || actor where order_id = '1'",
        "update ledger.ol_entry set actor = substr(actor, 8) where order_id = '1'")]
    [InlineData("update ledger.mt_streams set version = version + 1 where id = '1'",
        "update ledger.mt_streams set version = version - 1 where id = '1'")]
    public async Task Finds_what_was_changed_by_hand_and_forgets_it_when_it_is_put_right(string plant, string mend)
    {
        await app.Register("1");
        var (reconcile, drift) = (app.Services.GetRequiredService<Reconcile>(), app.Services.GetRequiredService<Drift>());
        await reconcile.Round(CancellationToken.None);
        drift.Count.ShouldBe(0);

        await app.Sql.Execute(plant, CancellationToken.None);
        await reconcile.Round(CancellationToken.None);
        drift.Count.ShouldBe(1);
        using (var ready = await app.Send(HttpMethod.Get, "/health/ready"))
            ((int)(await ready.Json())["drift"]!).ShouldBe(1);

        await app.Sql.Execute(mend, CancellationToken.None);
        await reconcile.Round(CancellationToken.None);
        drift.Count.ShouldBe(0);
    }
}

public class ReconcilingSums(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Finds_a_sum_that_was_changed_by_hand()
    {
        await app.Register("1", total: "60.00");
        await app.Register("2", "refunded", total: "12.50");
        (await app.Patch("1", """{ "order_status": "cancelled" }""")).EnsureSuccessStatusCode();
        var (reconcile, drift) = (app.Services.GetRequiredService<Reconcile>(), app.Services.GetRequiredService<Drift>());
        await Rounds(reconcile);
        drift.Count.ShouldBe(0);

        await app.Sql.Execute("update ledger.ol_kpi set gross = gross + 0.01 where status = 'cancelled'", CancellationToken.None);
        await Rounds(reconcile);
        drift.Count.ShouldBe(1);
    }

    // Sums are compared now and then only.
    private static async Task Rounds(Reconcile reconcile)
    {
        for (var i = 0; i < 30; i++)
            await reconcile.Round(CancellationToken.None);
    }
}
