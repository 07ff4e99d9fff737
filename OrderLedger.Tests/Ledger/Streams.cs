using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger;

/// <summary>Which stream an event goes to, and at which version.</summary>
public class Streams(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task Of_two_stores_orders_with_one_id_stay_two_in_one_batch()
    {
        var other = ledger.Store with { Name = "other" };
        await ledger.Add(other);
        Submission InOther(Submission s) =>
            s with { Stream = new(other.Name, s.Stream.OrderId), Rules = other.RulesFor(Vocabularies.Vici) };

        await ledger.Write(ledger.Register("7"), InOther(ledger.Register("7")), ledger.Push("7", "completed"),
            InOther(ledger.Push("7", "cancelled")));

        foreach (var (store, status) in new[] { (ledger.Store, "completed"), (other, "cancelled") })
        {
            await using var session = MartenSetup.StoreOf(ledger.Sql).QuerySession(store.Name);
            (await session.LoadAsync<Order>("7"))!.Status.ShouldBe(status);
            (await session.Events.FetchStreamAsync("7")).Select(e => e.Version).ShouldBe([1, 2]);
        }
        (await ledger.FaultsAndProof()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Take_sixty_pushes_at_once_to_one_order_in_a_row()
    {
        await ledger.Write(ledger.Register("hot"));
        string[] statuses = ["processing", "completed", "on-hold"];
        var writer = ledger.NewWriter();
        await writer.StartAsync(CancellationToken.None);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(i => Task.Run(() => writer.Submit(ledger.Push("hot", statuses[i % 3])))));

        answers.ShouldAllBe(a => a is Answer.Done);
        var versions = await ledger.Ask<long[]>("select array_agg(version order by seq_id) from ledger.mt_events where stream_id = 'hot'");
        versions.ShouldBe(Enumerable.Range(1, versions.Length).Select(v => (long)v));
        (await ledger.FaultsAndProof()).ShouldBeEmpty();
    }
}
