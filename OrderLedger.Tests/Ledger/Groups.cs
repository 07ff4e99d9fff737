using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger;

public class Groups(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task Of_accepted_pushes_are_carried_out_whole()
    {
        await ledger.Write(ledger.Register("w1"), ledger.Register("w2"));

        var answers = await ledger.WriteTogether(ledger.Push("w1", "completed"), ledger.Push("w2", "failed"));

        answers.ShouldAllBe(a => a is Answer.Done);
        (await Statuses("w")).ShouldBe("completed,failed");
    }

    [Fact]
    public async Task With_one_refused_push_leave_nothing()
    {
        await ledger.Write(ledger.Register("r1"), ledger.Register("r2"));
        var events = await ledger.Ask<long>("select count(*) from ledger.mt_events");

        var answers = await ledger.WriteTogether(
            ledger.Push("r1", "completed", HandmadeLedger.Key("r1")), ledger.Push("r9", "completed"), ledger.Push("r2", "completed"));

        answers[0].ShouldBeOfType<Answer.Held>();
        answers[1].ShouldBeOfType<Answer.Refused>().Why.ShouldBeOfType<Refusal.UnknownOrder>();
        answers[2].ShouldBeOfType<Answer.Held>();
        (await ledger.Ask<long>("select count(*) from ledger.mt_events")).ShouldBe(events);
        (await ledger.Ask<long>("select count(*) from ledger.ol_idempotency where key = 'r1'")).ShouldBe(0);
    }

    [Fact]
    public async Task Sent_again_under_their_keys_are_answered_again()
    {
        await ledger.Write(ledger.Register("a1"), ledger.Register("a2"));
        Submission[] group =
            [ledger.Push("a1", "completed", HandmadeLedger.Key("a1")), ledger.Push("a2", "failed", HandmadeLedger.Key("a2"))];
        var first = await ledger.WriteTogether(group);

        var again = await ledger.WriteTogether(group);

        again.ShouldBe(first.Select(a => (Answer)((Answer.Done)a with { Replayed = true })));
    }

    [Fact]
    public async Task May_be_larger_than_a_batch()
    {
        var ids = Enumerable.Range(0, LedgerWriter.GroupMax).Select(i => $"l{i}").ToArray();

        var answers = await ledger.WriteTogether([.. ids.Select(id => ledger.Register(id))]);

        answers.ShouldAllBe(a => a is Answer.Done);
        (await ledger.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Beyond_the_bound_are_not_taken() => await Should.ThrowAsync<ArgumentOutOfRangeException>(() =>
        ledger.WriteTogether([.. Enumerable.Range(0, LedgerWriter.GroupMax + 1).Select(i => ledger.Push($"{i}", "completed"))]));

    private Task<string> Statuses(string prefix) =>
        ledger.Ask<string>($"select string_agg(status, ',' order by id) from ledger.mt_doc_order where id like '{prefix}%'");
}
