using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Tests.Ledger.Proving;

/// <summary>A superuser changes the events, and verify names it, and where the tree no longer fits nothing is signed.</summary>
public class ARewrittenPast : ProofTests
{
    private const string Views =
        "delete from ledger.ol_entry where not exists (select from ledger.mt_events e where e.seq_id = ol_entry.seq_id)";

    [Theory]
    [InlineData("""update ledger.mt_events set data = jsonb_set(data, '{to}', '"completed"') where stream_id = '3' and version = 2""", "default/3: v2 leaf")]
    [InlineData("update ledger.mt_events set user_name = 'somebody' where stream_id = '3' and version = 2", "default/3: v2 leaf")]
    [InlineData("update ledger.mt_events set timestamp = timestamp - interval '1 hour' where stream_id = '3' and version = 2",
        "default/3: v2 leaf")]
    [InlineData("delete from ledger.mt_events where stream_id = '3' and version = 1", "default/3: v1 event is missing")]
    [InlineData("delete from ledger.mt_events where stream_id = '3'", "default/3: v1 event is missing")]
    [InlineData("delete from ledger.ol_leaf l using ledger.mt_events e where e.seq_id = l.seq_id and stream_id = '3' and version = 2",
        "default/3: v2 leaf is none")]
    [InlineData("update ledger.ol_leaf set salt = null where place = 6", "default/3: v1 leaf")]
    public async Task Is_named_by_verify(string sql, string named)
    {
        var folder = NewFolder();
        await Push(1, 5);
        await In(folder).Make(default);
        (await Faults(folder)).ShouldBeEmpty();

        await Tamper(sql);
        (await Faults(folder)).ShouldContain(f => f.StartsWith(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_not_signed_when_an_older_state_was_restored_until_somebody_accepts_the_loss()
    {
        var folder = NewFolder();
        await Push(1, 5);
        await In(folder).Make(default);
        await Tamper("delete from ledger.mt_events where stream_id in ('4', '5'); delete from ledger.mt_streams where id in ('4', '5'); "
            + "delete from ledger.ol_leaf where place >= 8; delete from ledger.ol_checkpoint; delete from ledger.ol_tree_part; " + Views);

        (await Should.ThrowAsync<ProofException>(() => In(folder).Make(default))).Message.ShouldContain("an older backup was restored");
        (await Faults(folder)).ShouldContain(f => f.StartsWith("default/4: v1 event is missing", StringComparison.Ordinal));

        var aside = await In(folder).Restart(new Actions(App.Sql), ("the disk broke", new("tester", "cli")), default);
        Directory.Exists(aside).ShouldBeTrue();
        (await In(folder).Make(default))!.Size.ShouldBe(9);
        (await Faults(folder))
            .ShouldAllBe(f => !f.Contains("leaf", StringComparison.Ordinal) && !f.Contains("tree", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gets_no_receipt()
    {
        await Push(1, 3);
        await App.Get("/api/orders/3/receipt");
        await Tamper("""update ledger.mt_events set data = jsonb_set(data, '{to}', '"completed"') where stream_id = '3' and version = 2""");

        using var refused = await App.Send(HttpMethod.Get, "/api/orders/3/receipt");
        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("default/3 v2 is not what was signed");
    }

    [Fact]
    public async Task Is_named_when_leaves_and_all_were_made_anew()
    {
        var folder = NewFolder();
        await Push(1, 5);
        await In(folder).Make(default);
        await Tamper("""
            update ledger.mt_events set data = jsonb_set(data, '{to}', '"completed"') where stream_id = '3' and version = 2;
            delete from ledger.ol_leaf; delete from ledger.ol_checkpoint; delete from ledger.ol_tree_part
            """);
        await Rechain();

        (await Faults(folder)).ShouldContain(f => f.StartsWith("default/1: v1 leaf", StringComparison.Ordinal));
        await Push(11, 1);
        (await Should.ThrowAsync<ProofException>(() =>
            In(folder).Make(default))).Message.ShouldContain("is not the one that was signed outside the database");
    }

    [Fact]
    public async Task Events_of_a_build_without_proof_are_proven_as_they_are()
    {
        await Push(1, 300);
        await Tamper("delete from ledger.ol_leaf");
        await Rechain();
        await Push(401, 2);

        var folder = NewFolder();
        (await In(folder).Make(default))!.Size.ShouldBe(606);
        (await Faults(folder)).ShouldBeEmpty();
    }

    private async Task Rechain()
    {
        await using var connection = await App.Sql.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ForgedProof.Chain(connection, default);
        await transaction.CommitAsync();
    }
}
