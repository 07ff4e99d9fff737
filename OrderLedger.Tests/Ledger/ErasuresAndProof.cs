using System.Text.Json;
using OrderLedger.Domain.Proof;
using OrderLedger.Tests.Ledger.Rebuilding;

namespace OrderLedger.Tests.Ledger;

public class ErasuresAndProof : IAsyncLifetime
{
    private readonly LedgerToErase ledger = new();

    public Task InitializeAsync() => ledger.InitializeAsync();

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task Are_an_event_that_says_up_to_where()
    {
        var last = (await ledger.Current("1")).Version;

        await ledger.Erase();

        var newest = (await ledger.Ledger.Ledger.History(new("shop", "1"), long.MaxValue, 1, default)).Single();
        newest.Event.ShouldBe(new PersonalDataErased(last));
        newest.Version.ShouldBe(last + 1);
        newest.Sender.Actor.ShouldBe("tester");
    }

    [Fact]
    public async Task Leave_views_that_are_the_fold_of_the_events_and_are_rebuilt_to_the_same_rows()
    {
        await ledger.Erase();

        (await ledger.Ledger.Faults()).ShouldBeEmpty();
        await ledger.Rebuilt.Rebuild();
        (await Tables.Changes(ledger.Ledger.Sql)).ShouldBeEmpty();
        (await ledger.Ledger.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Change_no_leaf_and_what_is_left_still_has_the_hash_of_the_whole()
    {
        var leaves = await ledger.Leaves();

        await ledger.Erase();

        (await ledger.Leaves()).Take(leaves.Count).ShouldBe(leaves);
        await ledger.EveryLeafIsThatOfItsEvent();
        (await ledger.Ledger.Ask<long>("select count(*) from ledger.ol_leaf join ledger.mt_events using (seq_id) where stream_id = '1' and salt is not null")).ShouldBe(0);
        (await ledger.Ledger.Ask<long>("select count(*) from ledger.ol_leaf join ledger.mt_events using (seq_id) where stream_id = '1' and personal is not null")).ShouldBe(6);
        (await ledger.Ledger.Ask<long>("select count(*) from ledger.ol_leaf join ledger.mt_events using (seq_id) where stream_id = '2' and salt is not null")).ShouldBe(1);
    }

    [Fact]
    public async Task Are_recorded_as_an_action_in_the_same_transaction()
    {
        await ledger.Erase();

        (await ledger.Ledger.Ask<string>("select concat_ws(' ', type, store, data, actor, source) from ledger.ol_action order by seq_id desc limit 1"))
            .ShouldBe("""personal_data_erased shop {"order": "1"} tester test""");
    }

    [Fact]
    public async Task Follow_the_one_rule_of_what_is_personal()
    {
        string[] members = ["reason", "text", "Reason", "customer", "other", .. PersonalData.Amounts];
        var data = $$"""{"details":{{{string.Join(',', members.Select(m => $"\"{m}\":1"))}}},{{string.Join(',', members.Select(m => $"\"{m}\":1"))}}}""";
        using var left = JsonDocument.Parse(await ledger.Ledger.Ask<string>($"select ledger.ol_not_personal('{data}')::text"));
        using var whole = JsonDocument.Parse(data);

        DataHash.IsPersonal(left.RootElement).ShouldBeFalse();
        new DataHash().Of(left.RootElement, [1]).ShouldBe(new DataHash().Of(whole.RootElement, [1]));
        (await ledger.Ledger.Ask<string>("""select ledger.ol_not_personal('{"details":null,"a":1}')::text""")).ShouldBe("""{"a": 1, "details": null}""");
    }
}
