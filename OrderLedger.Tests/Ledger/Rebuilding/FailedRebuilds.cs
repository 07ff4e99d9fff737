using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Tests.Ledger.Rebuilding;

public class FailedRebuilds : IAsyncLifetime
{
    private readonly RebuiltLedger ledger = new();

    public async Task InitializeAsync()
    {
        await ledger.InitializeAsync();
        await ledger.Ledger.Write(ledger.Ledger.Register("good"), ledger.Ledger.Register("bad"), ledger.Ledger.Push("bad", "completed"));
    }

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Theory]
    [InlineData("update ledger.mt_events set type = 'order_teleported' where stream_id = 'bad' and version = 2", "shop/bad v2")]
    [InlineData("update ledger.mt_events set data = 'null' where stream_id = 'bad' and version = 2", "shop/bad v2")]
    [InlineData("update ledger.mt_events set data = '[1]' where stream_id = 'bad' and version = 1", "shop/bad v1")]
    [InlineData("update ledger.mt_events set data = '{}' where stream_id = 'bad' and version = 1", "shop/bad v1")]
    [InlineData("update ledger.mt_events set type = 'order_registered', data = (select data from ledger.mt_events where version = 1 limit 1) where version = 2", "shop/bad v2")]
    [InlineData("delete from ledger.ol_store where name = 'shop'", "shop/")]
    public async Task Name_the_stream_and_leave_everything_as_it_was(string spoil, string named)
    {
        var before = await Tables.Digest(ledger.Sql);
        await ledger.Ledger.Execute(spoil);
        await ledger.Ask();

        var ended = (await ledger.NewRebuilder().Run(default))!;

        ended.State.ShouldBe(RebuildState.Failed);
        ended.Error.ShouldNotBeNull().ShouldContain(named);
        (await Tables.Leftovers(ledger.Sql)).ShouldBeEmpty();
        (await Tables.Digest(ledger.Sql)).ShouldBe(before);
        await ledger.Ask("kpi");
    }
}
