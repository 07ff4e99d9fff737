using System.Security.Cryptography;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Tests.Ledger.Proving;

/// <summary>One line of checkpoints, whoever makes them, and receipts that prove themselves with nothing but a public key.</summary>
public class CheckpointsInLine : ProofTests
{
    [Fact]
    public async Task A_receipt_proves_an_event_with_nothing_but_the_public_key()
    {
        await Push(1, 3);
        var receipt = await App.Get("/api/orders/2/receipt?version=1");

        var note = SignedNote.Parse((string)receipt["checkpoint"]!)!;
        using var key = ECDsa.Create();
        key.ImportFromPem(await App.Client.GetStringAsync("/.well-known/orderledger-checkpoint-key"));
        note.IsBy(key).ShouldBeTrue();
        var checkpoint = Checkpoint.Parse(note.Text)!;
        checkpoint.Size.ShouldBe((long)receipt["tree_size"]!);
        var leaf = MerkleTree.LeafOf(CanonicalJson.Of(System.Text.Json.JsonElement.Parse(receipt["entry"]!.ToJsonString())));
        leaf.ShouldBe(Bytes(receipt["leaf"]));
        MerkleProof.Includes(leaf, (long)receipt["place"]!, checkpoint.Size, Path(receipt["inclusion"]), checkpoint.Root).ShouldBeTrue();

        var data = System.Text.Json.JsonElement.Parse(receipt["data"]!.ToJsonString());
        var hash = new DataHash();
        var personal = hash.OfPersonal(data, Bytes(receipt["salt"]))!;
        personal.ShouldBe(Bytes(receipt["personal"]));
        hash.Of(data, personal).ShouldBe(Bytes(receipt["entry"]!["data_hash"]));
    }

    [Fact]
    public async Task Every_checkpoint_is_the_beginning_of_every_later_one()
    {
        // More than one complete part of the tree.
        for (var i = 0; i < 5; i++)
        {
            await Push(1 + (100 * i), 30 + (12 * i));
            using var made = await App.Send(HttpMethod.Post, "/api/checkpoints");
            made.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created);
        }
        var checkpoints = (await App.Get("/api/checkpoints"))["checkpoints"]!.AsArray()
            .Select(c => (Size: (long)c!["size"]!, Root: Bytes(c["root"]))).Reverse().ToList();
        checkpoints.Count.ShouldBe(5);
        checkpoints[^1].Size.ShouldBeGreaterThan(512);
        foreach (var (first, at) in checkpoints.Select((c, at) => (c, at)))
            foreach (var second in checkpoints.Skip(at))
            {
                var proof = await App.Get($"/api/checkpoints/{first.Size}/consistency/{second.Size}");
                MerkleProof.IsConsistent(first.Size, first.Root, second.Size, second.Root, Path(proof["path"])).ShouldBeTrue();
            }
        foreach (var order in (int[])[1, 130, 402])
        {
            var receipt = await App.Get($"/api/orders/{order}/receipt");
            MerkleProof.Includes(Bytes(receipt["leaf"]), (long)receipt["place"]!, checkpoints[^1].Size, Path(receipt["inclusion"]),
                checkpoints[^1].Root).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_checkpoint_that_is_made_while_the_ledger_is_verified_is_no_fault()
    {
        var folder = NewFolder();
        await In(folder).Make(default);
        using var done = new CancellationTokenSource();
        var going = Task.Run(async () =>
        {
            for (var order = 1; !done.IsCancellationRequested; order++)
            {
                await Push(order, 1);
                await In(folder).Make(default);
            }
        });

        for (var round = 0; round < 15; round++)
            (await Faults(folder)).ShouldBeEmpty();
        await done.CancelAsync();
        await going;
    }

    [Fact]
    public async Task Servers_with_folders_of_their_own_make_one_line()
    {
        var (a, b) = (NewFolder(), NewFolder());
        await Push(1, 2);
        var first = (await In(a).Make(default))!;
        File.Copy(System.IO.Path.Combine(a, "signing-key.pem"), System.IO.Path.Combine(b, "signing-key.pem"));
        await Push(11, 2);
        var second = (await In(b).Make(default))!;
        await Push(21, 2);
        await Task.WhenAll(In(a).Make(default), In(b).Make(default), In(a).Make(default));
        await In(b).Make(default);

        second.Size.ShouldBeGreaterThan(first.Size);
        (await App.Ask<long>("select count(*) from ledger.ol_checkpoint")).ShouldBe(3);
        await Push(31, 1);
        await In(a).Make(default);
        await Push(41, 1);
        await In(b).Make(default);
        new Anchor(b).Notes().Count().ShouldBe(5);
        new Anchor(b).Notes().Take(4).ShouldBe(new Anchor(a).Notes());
        new Anchor(b).Leaves(0).Count().ShouldBe((int)await App.Ask<long>("select count(*) from ledger.ol_leaf"));
        (await Faults(a)).ShouldBeEmpty();
        (await Faults(b)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_checkpoint_that_the_database_never_heard_of_still_binds_it()
    {
        var folder = NewFolder();
        await Push(1, 2);
        await In(folder).Make(default);
        await Push(11, 2);
        var published = (await In(folder).Make(default))!;
        await Tamper($"delete from ledger.ol_checkpoint where size = {published.Size}");
        await Push(21, 1);

        (await In(folder).Make(default))!.Size.ShouldBeGreaterThan(published.Size);
        (await App.Ask<string>($"select note from ledger.ol_checkpoint where size = {published.Size}")).ShouldBe(published.Note);
        (await Faults(folder)).ShouldBeEmpty();
    }
}
