using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger;

public class Batches(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task One_poisonous_submission_fails_alone()
    {
        var answers = await ledger.Write(
            ledger.Register("p1"), ledger.Register("p2", "a\0b"), ledger.Register("p3"),
            ledger.Push("p1", "completed"), ledger.Push("p2", "completed"));

        answers[1].ShouldBeOfType<Answer.Refused>().Why.ShouldBeOfType<Refusal.CannotBeStored>();
        answers[4].ShouldBeOfType<Answer.Refused>().Why.ShouldBeOfType<Refusal.UnknownOrder>();
        foreach (var neighbour in new[] { answers[0], answers[2], answers[3] })
            neighbour.ShouldBeOfType<Answer.Done>();
        (await ledger.Ask<long>("select count(*) from ledger.mt_events where stream_id like 'p%'")).ShouldBe(3);
        (await ledger.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_twice_in_one_batch_is_one_push()
    {
        var answers = await ledger.Write(ledger.Register("k1"),
            ledger.Push("k1", "completed", HandmadeLedger.Key("one")), ledger.Push("k1", "failed"),
            ledger.Push("k1", "completed", HandmadeLedger.Key("one")), ledger.Push("k1", "completed", HandmadeLedger.Key("one", body: 2)));

        var (first, again) = (answers[1].ShouldBeOfType<Answer.Done>(), answers[3].ShouldBeOfType<Answer.Done>());
        again.ShouldBe(first with { Replayed = true });
        answers[4].ShouldBeOfType<Answer.Refused>().Why.ShouldBeOfType<Refusal.KeyReused>();
        (await ledger.Ledger.Current(new("shop", "k1"), default))!.Version.ShouldBe(3);
    }

    [Fact]
    public async Task A_key_is_remembered_across_batches_and_writers()
    {
        await ledger.Write(ledger.Register("k2"));
        var first = (await ledger.Write(ledger.Push("k2", "completed", HandmadeLedger.Key("two"))))[0].ShouldBeOfType<Answer.Done>();
        await ledger.Write(ledger.Push("k2", "failed"));

        var answers = await ledger.Write(
            ledger.Push("k2", "completed", HandmadeLedger.Key("two")), ledger.Push("k2", "completed", HandmadeLedger.Key("two", body: 2)));

        var again = answers[0].ShouldBeOfType<Answer.Done>();
        (again.Replayed, again.Outcome).ShouldBe((true, first.Outcome));
        answers[1].ShouldBeOfType<Answer.Refused>().Why.ShouldBeOfType<Refusal.KeyReused>();
    }

    [Fact]
    public async Task Each_event_tells_who_brought_it_and_how()
    {
        await ledger.Write(ledger.Register("m1"));

        var told = await ledger.Ask<string>("""
            select concat_ws('|', user_name, correlation_id, causation_id, headers ->> 'source', type, mt_dotnet_type,
                             timestamp between now() - interval '1 minute' and now(), is_archived, bdata is null)
              from ledger.mt_events where stream_id = 'm1'
            """);
        told.ShouldBe("tester|req-1|del-1|test|order_registered|OrderLedger.Domain.OrderRegistered, OrderLedger.Domain|t|f|t");
        (await ledger.Ask<string>("""
            select concat_ws('|', n.actor, n.source, n.correlation_id, n.recorded_at = e.timestamp)
              from ledger.ol_entry n join ledger.mt_events e using (seq_id) where order_id = 'm1'
            """)).ShouldBe("tester|test|req-1|t");
    }
}
