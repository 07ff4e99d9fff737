using System.Security.Cryptography;
using OrderLedger.Api.Storage.Proving;
using OrderLedger.Domain.Proof;
using OrderLedger.Tests.Support;

namespace OrderLedger.Tests.Storage.Proving;

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
        var checkpoints = (await App.Get("/api/checkpoints"))["checkpoints"]!.AsArray().Select(c => (Size: (long)c!["size"]!, Root: Bytes(c["root"]))).Reverse().ToList();
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
            MerkleProof.Includes(Bytes(receipt["leaf"]), (long)receipt["place"]!, checkpoints[^1].Size, Path(receipt["inclusion"]), checkpoints[^1].Root).ShouldBeTrue();
        }
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
    public async Task A_server_without_the_key_signs_nothing_and_says_so()
    {
        await Push(1, 1);
        await In(NewFolder()).Make(default);
        await Push(2, 1);
        (await Should.ThrowAsync<ProofException>(() => In(NewFolder()).Make(default))).Message.ShouldContain("signing-key.pem is not there");
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

    [Fact]
    public async Task Leaves_that_no_checkpoint_covers_are_taken_back_and_written_again()
    {
        var folder = NewFolder();
        await Push(1, 2);
        await In(folder).Make(default);
        await File.AppendAllTextAsync(System.IO.Path.Combine(folder, "leaves", "000000000"), "AAAA [\"default\",\"9\",1]\nAA");
        await Push(11, 2);

        await In(folder).Make(default);
        (await Faults(folder)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("leaves/000000000", 100)]
    [InlineData("leaves/000000000", 0)]
    [InlineData("checkpoint", 0)]
    [InlineData("checkpoint", 20)]
    public async Task A_file_that_was_cut_short_is_made_whole_once_the_tree_is_found_right(string file, int length)
    {
        var folder = NewFolder();
        await Push(1, 3);
        await In(folder).Make(default);
        await using (var cut = new FileStream(System.IO.Path.Combine(folder, file), FileMode.Open))
            cut.SetLength(length);
        (await Faults(folder)).Where(f => !f.Contains("outside", StringComparison.Ordinal)).ShouldBeEmpty();
        await Push(11, 1);

        (await In(folder).Make(default))!.Size.ShouldBe(await App.Ask<long>("select count(*) from ledger.ol_leaf"));
        new Anchor(folder).Leaves(0).Count(l => l.Hash.Length > 0).ShouldBe((int)await App.Ask<long>("select count(*) from ledger.ol_leaf"));
        (await Faults(folder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Half_a_note_counts_for_nothing()
    {
        var folder = NewFolder();
        await Push(1, 2);
        await In(folder).Make(default);
        var day = Directory.EnumerateFiles(System.IO.Path.Combine(folder, "checkpoints")).Single();
        await File.AppendAllTextAsync(day, "orderledger-1\n7\n\n— orderledger-1 AAAA");
        await Push(11, 1);
        await In(folder).Make(default);

        new Anchor(folder).Notes().Count().ShouldBe(2);
        (await Faults(folder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_named_and_a_damaged_key_signs_nothing()
    {
        var folder = NewFolder();
        await Push(1, 2);
        await In(folder).Make(default);
        (await Faults(NewFolder())).ShouldContain(f => f.StartsWith("*: checkpoints outside the database is 0, should be 1", StringComparison.Ordinal));

        await File.WriteAllTextAsync(System.IO.Path.Combine(folder, "signing-key.pem"), "junk");
        await Push(11, 1);
        (await Should.ThrowAsync<ProofException>(() => In(folder).Make(default))).Message.ShouldContain("is no private key in PEM");
    }

    [Fact]
    public async Task A_new_key_signs_on_and_the_old_one_stays()
    {
        var (folder, actions) = (NewFolder(), new Actions(App.Sql));
        await Push(1, 1);
        var before = (await In(folder).Make(default))!;
        var made = await new SigningKeys(App.Sql, folder).Rotate(actions, new("tester", "cli"), default);
        var after = (await In(folder).Make(default))!;

        SignedNote.Parse(after.Note)!.KeyId.ToString("x8", null).ShouldBe(made.Id);
        SignedNote.Parse(after.Note)!.Name.ShouldBe(SignedNote.Parse(before.Note)!.Name);
        (await new SigningKeys(App.Sql, folder).All(default)).Count.ShouldBe(2);
        (await App.Ask<string>("select type || ' ' || actor from ledger.ol_action order by seq_id desc limit 1")).ShouldBe("key_rotated tester");
        (await Faults(folder)).ShouldBeEmpty();
    }
}
