using Microsoft.Extensions.Logging.Abstractions;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Tests.Ledger.Proving;

/// <summary>Damage to the files outside the database, and to the key: made whole again, or named.</summary>
public class DamagedFolders : ProofTests
{
    [Fact]
    public async Task A_server_without_the_key_signs_nothing_and_says_so()
    {
        await Push(1, 1);
        await In(NewFolder()).Make(default);
        await Push(2, 1);
        (await Should.ThrowAsync<ProofException>(() =>
            In(NewFolder()).Make(default))).Message.ShouldContain("signing-key.pem is not there");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_until_it_can()
    {
        var place = System.IO.Path.Combine(NewFolder(), "proof");
        await File.WriteAllTextAsync(place, "in the way");
        await Push(1, 1);
        using var checkpointer = In(place);
        using var runner = new CheckpointRunner(checkpointer, TimeSpan.Zero, NullLogger<CheckpointRunner>.Instance);

        await runner.Try(default);
        runner.Problem.ShouldNotBeNull().ShouldContain(place);
        File.Delete(place);
        await runner.Try(default);

        runner.Problem.ShouldBeNull();
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
        new Anchor(folder).Leaves(0).Count(l => l.Hash.Length > 0)
            .ShouldBe((int)await App.Ask<long>("select count(*) from ledger.ol_leaf"));
        (await Faults(folder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_checkpoint_binds_a_database_that_never_heard_of_it()
    {
        var folder = NewFolder();
        await Push(1, 2);
        var published = (await In(folder).Make(default))!;
        await Tamper("delete from ledger.ol_checkpoint; delete from ledger.ol_tree_part; delete from ledger.ol_proof_key");
        await Push(11, 1);

        SignedNote.Parse((await In(folder).Make(default))!.Note)!.Name.ShouldBe(SignedNote.Parse(published.Note)!.Name);
        new Anchor(folder).Notes().Count().ShouldBe(2);
        (await Faults(folder)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rotation_that_ended_too_early_is_finished()
    {
        var (folder, actions) = (NewFolder(), new Actions(App.Sql));
        string File(string name) => System.IO.Path.Combine(folder, name);
        await Push(1, 1);
        await In(folder).Make(default);
        var before = await System.IO.File.ReadAllTextAsync(File("signing-key.pem"));
        var made = await new SigningKeys(App.Sql, folder).Rotate(actions, new("tester", "cli"), default);
        System.IO.File.Move(File("signing-key.pem"), File("signing-key.next.pem"));
        await System.IO.File.WriteAllTextAsync(File("signing-key.pem"), before);

        SignedNote.Parse((await In(folder).Make(default))!.Note)!.KeyId.ToString("x8", null).ShouldBe(made.Id);
        System.IO.File.Exists(File("signing-key.next.pem")).ShouldBeFalse();
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
        (await Faults(NewFolder()))
            .ShouldContain(f => f.StartsWith("*: checkpoints outside the database is 0, should be 1", StringComparison.Ordinal));

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
        (await App.Ask<string>("select type || ' ' || actor from ledger.ol_action order by seq_id desc limit 1"))
            .ShouldBe("key_rotated tester");
        (await Faults(folder)).ShouldBeEmpty();
    }
}
