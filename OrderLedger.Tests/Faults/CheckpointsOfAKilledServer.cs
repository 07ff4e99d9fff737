using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Tests.Faults;

public class CheckpointsOfAKilledServer
{
    private const int Restarts = 50;

    private static readonly TimeSpan LoadMax = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Are_one_line_and_cover_nothing_that_is_not_there()
    {
        var connectionString = await TestServer.NewDatabase();
        await using (var database = Database.Connect(connectionString + ";Pooling=false"))
        await using (var server = new ServerProcess(connectionString) { CheckpointSeconds = 0.02 })
        {
            await server.Start();
            using var load = new Load(server.NewClient());
            await load.Begin();
            for (var i = 0; i < Restarts; i++)
            {
                await load.Acknowledges(20, LoadMax);
                // A signal ends it in order, a kill wherever it is: between leaves and checkpoint, between checkpoint and database.
                if (i % 5 == 0)
                    await server.Terminate();
                else
                    await server.Kill();
                await server.Start();
            }
            await load.End();
            await load.Settle();
            load.Wrong.ShouldBeEmpty();

            var folder = Path.Combine(server.Options.DataDirectory, "proof");
            await server.Terminate();
            await Witness.Sees(connectionString, load, folder);
            await AreOneLine(database, new Anchor(folder));
        }
        await TestServer.Drop(connectionString);
    }

    // Verify has compared each with the tree; here each is also proven to be the beginning of the next as who holds two of them would.
    private static async Task AreOneLine(Npgsql.NpgsqlDataSource database, Anchor outside)
    {
        var checkpoints = outside.Notes().Select(note => Checkpoint.Parse(SignedNote.Parse(note)!.Text)!).ToList();
        checkpoints.Count.ShouldBeGreaterThan(Restarts);
        checkpoints.Select(c => c.Size).ShouldBeInOrder(SortDirection.Ascending);
        checkpoints.Select(c => c.Time).ShouldBeInOrder(SortDirection.Ascending);
        var tree = new TreeReader(database);
        foreach (var (first, second) in checkpoints.Zip(checkpoints.Skip(1)).Append((checkpoints[0], checkpoints[^1])))
            MerkleProof.IsConsistent(first.Size, first.Root, second.Size, second.Root,
                await tree.Roots(MerkleTree.ConsistencyOf(first.Size, second.Size), default)).ShouldBeTrue();
    }
}
