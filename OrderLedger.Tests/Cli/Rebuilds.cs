using Npgsql;

namespace OrderLedger.Tests.Cli;

public class Rebuilds : IAsyncLifetime
{
    private readonly CommandLine line = new();

    public async Task InitializeAsync()
    {
        await line.InitializeAsync();
        await line.Run("stores add shop --dialect vici");
        (await line.Run("seed --orders 5 --store shop")).ExitCode.ShouldBe(0);
    }

    public Task DisposeAsync() => line.DisposeAsync();

    [Fact]
    public async Task Are_told_step_by_step_and_their_old_tables_dropped_when_asked()
    {
        var all = await line.Run("rebuild");
        var one = await line.Run("rebuild kpi --store shop");
        var dropped = await line.Run("rebuild --drop-old");
        var again = await line.Run("rebuild --drop-old");

        all.ExitCode.ShouldBe(0, all.Error);
        all.Out.ShouldMatch(@"^Rebuilt orders, kpi, visits: \d+ events in [\d.]+ s \([\d,]+/s\)\. The old tables are kept until the next rebuild or: rebuild --drop-old\n$");
        all.Error.ShouldMatch(@"done, \d+ of \d+ events, [\d,]+/s\n$");
        one.Out.ShouldStartWith("Rebuilt kpi of store 'shop': ");
        dropped.Out.ShouldBe("Removed: ledger.mt_doc_order__old, ledger.mt_doc_order_details__old, ledger.ol_kpi__old, ledger.ol_kpi_source__old, ledger.ol_entry__old.\n");
        again.Out.ShouldBe("There are no old tables.\n");
        (await line.Run("verify")).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("rebuild nonsense", "There is no projection 'nonsense'. Known: orders, kpi, visits, all.\n")]
    [InlineData("rebuild --store nowhere", "There is no store 'nowhere'. Known: shop.\n")]
    public async Task Asked_for_wrongly_end_with_2_and_a_sentence(string call, string said)
    {
        var ran = await line.Run(call);

        (ran.ExitCode, ran.Error).ShouldBe((2, said));
    }

    [Fact]
    public async Task Are_refused_while_another_is_under_way_until_it_is_cancelled()
    {
        await using var database = NpgsqlDataSource.Create(line.ConnectionString);
        await TestServer.Execute(line.ConnectionString,
            "insert into ledger.ol_rebuild (id, projections, actor, state) values (gen_random_uuid(), '{visits}', 'tester', 'waiting')");
        await using (await HeldRebuilds.Hold(database))
        {
            var refused = await line.Run("rebuild kpi");
            var told = await line.Run("rebuild --cancel");

            (refused.ExitCode, refused.Error).ShouldBe((2, "A rebuild of visits is under way. Wait for it, or: rebuild --cancel\n"));
            (told.ExitCode, told.Out).ShouldBe((0, "The rebuild of visits will be cancelled.\n"));
        }
        var taken = await line.Run("rebuild visits");
        var none = await line.Run("rebuild --cancel");

        (taken.ExitCode, taken.Out).ShouldBe((1, "The rebuild of visits is cancelled. The tables in use are as they were.\n"));
        (none.ExitCode, none.Out).ShouldBe((0, "No rebuild is under way.\n"));
    }

    [Fact]
    public async Task That_cannot_go_on_end_with_1_and_say_why()
    {
        await TestServer.Execute(line.ConnectionString,
            "update ledger.mt_events set type = 'order_teleported' where seq_id = (select min(seq_id) from ledger.mt_events where tenant_id <> '*')");

        var failed = await line.Run("rebuild");

        failed.ExitCode.ShouldBe(1);
        failed.Out.ShouldMatch(@"^The rebuild of orders, kpi, visits failed: shop/\d+ v1 is a 'order_teleported', a type that this build does not know\. The tables in use are as they were\.\n$");
    }
}
