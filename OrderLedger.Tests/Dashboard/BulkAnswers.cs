using OrderLedger.Api.Dashboard.Orders;
using OrderLedger.Api.Ledger.Writing;
using OrderLedger.Tests.Ledger;

namespace OrderLedger.Tests.Dashboard;

public class BulkAnswers(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task Of_a_full_queue_say_so_and_not_that_the_database_is_away()
    {
        await ledger.Write(ledger.Register("full"));
        var writer = ledger.NewWriter();
        var waiting = Enumerable.Range(0, LedgerWriter.QueueMax).Select(_ => writer.Submit(ledger.Push("full", "completed"))).ToArray();

        var line = await BulkUpdate.Line(writer, "full", ledger.Push("full", "failed"));

        line.ShouldBe(new("full", "full", BulkOutcome.Refused,
            $"More than {LedgerWriter.QueueMax} pushes are waiting. Try this one again."));
        await writer.StartAsync(CancellationToken.None);
        await Task.WhenAll(waiting);
        (await BulkUpdate.Line(writer, "full", ledger.Push("full", "failed"))).Outcome.ShouldBe(BulkOutcome.Changed);
        await writer.StopAsync(CancellationToken.None);
    }
}
