using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Tests.Ledger.Proving;

public class CheckpointsAtOnce(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task Take_no_more_connections_than_one_alone()
    {
        var folder = Directory.CreateTempSubdirectory("orderledger-at-once-").FullName;
        await using var few = Database.Connect(ledger.Sql.ConnectionString, poolMax: 3);
        using var checkpointer = new Checkpointer(few, new SigningKeys(few, folder), folder);
        await ledger.Write([.. Enumerable.Range(1, 20).Select(order => ledger.Register($"{order}"))]);
        await checkpointer.Make(CancellationToken.None);
        await ledger.Write(ledger.Register("21"));

        Task<KeptCheckpoint?[]> making;
        await using (var other = await ledger.Sql.OpenConnectionAsync())
        {
            await using var held = await other.BeginTransactionAsync();
            await other.Run($"select pg_advisory_xact_lock({AdvisoryLocks.Checkpoint})", CancellationToken.None);
            making = Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => checkpointer.Make(CancellationToken.None))));
            // Long enough for all to wait that do.
            await Task.Delay(500);
        }

        (await making).Select(m => m!.Note).Distinct().ShouldHaveSingleItem();
        Directory.Delete(folder, recursive: true);
    }
}
