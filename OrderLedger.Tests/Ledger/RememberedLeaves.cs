using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger;

public class RememberedLeaves(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task Are_read_again_once_another_server_has_written()
    {
        var (one, other) = (ledger.NewWriter(), ledger.NewWriter());
        await one.StartAsync(default);
        await other.StartAsync(default);

        await one.Submit(ledger.Register("m1"));
        await one.Submit(ledger.Push("m1", "completed"));
        await other.Submit(ledger.Push("m1", "failed"));
        await other.SubmitAll([ledger.Push("m1", "pending"), ledger.Register("m2")]);
        await one.SubmitAll([ledger.Push("m1", "processing"), ledger.Push("m2", "completed")]);

        (await ChainFaults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_what_was_rolled_back_are_not_what_the_next_event_is_chained_to()
    {
        var writer = ledger.NewWriter();
        await writer.StartAsync(default);
        await writer.Submit(ledger.Register("r1"));
        await ledger.Execute("create function ledger.refuse() returns trigger language plpgsql as 'begin raise check_violation; end'");
        await ledger.Execute("create trigger refuse before insert on ledger.ol_entry for each row when (new.status_to = 'failed') execute function ledger.refuse()");

        (await writer.Submit(ledger.Push("r1", "failed"))).ShouldNotBeOfType<Answer.Done>();
        await writer.Submit(ledger.Push("r1", "completed"));

        (await ChainFaults()).ShouldBeEmpty();
    }

    // No checkpoint was made, so there is no folder outside to compare with.
    private async Task<IReadOnlyList<Fault>> ChainFaults() =>
        (await new Verify(ledger.Sql, Path.Combine(Path.GetTempPath(), "orderledger-none")).Run(
            (await new StoreTable(ledger.Sql).All(default)).ToDictionary(s => s.Store.Name, s => s.Store), null, default)).Faults;
}
