using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Tests.Ledger;

public class Migrations
{
    [Fact]
    public async Task Two_at_once_wait_for_each_other_and_a_third_does_nothing()
    {
        var connectionString = await TestServer.NewDatabase();
        try
        {
            await TestServer.Execute(connectionString, "drop schema ledger cascade");
            await using var database = Database.Connect(connectionString);
            (await LedgerSchema.Version(database, CancellationToken.None)).ShouldBe(0);

            var applied = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => LedgerSchema.Migrate(database, CancellationToken.None)));
            var again = await LedgerSchema.Migrate(database, CancellationToken.None);

            applied.SelectMany(names => names).ShouldBeUnique();
            applied.Count(names => names.Count > 0).ShouldBe(1);
            again.ShouldBeEmpty();
            (await LedgerSchema.Version(database, CancellationToken.None)).ShouldBe(LedgerSchema.Wanted);
        }
        finally
        {
            await TestServer.Drop(connectionString);
        }
    }
}
