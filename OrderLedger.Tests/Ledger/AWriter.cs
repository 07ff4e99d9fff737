using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger;

public class AWriter(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task That_stops_writes_what_waits_and_takes_nothing_more()
    {
        var writer = ledger.NewWriter();
        var waiting = Enumerable.Range(0, 3 * LedgerWriter.BatchMax).Select(i => writer.Submit(ledger.Register($"s{i}"))).ToArray();
        await writer.StartAsync(CancellationToken.None);

        await writer.StopAsync(CancellationToken.None);

        foreach (var answer in await Task.WhenAll(waiting))
            answer.ShouldBeOfType<Answer.Done>();
        await Should.ThrowAsync<LedgerUnavailableException>(() => writer.Submit(ledger.Register("late")));
        (await ledger.Ledger.Current(new("shop", "late"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Whose_queue_is_full_says_so_at_once_and_keeps_what_waits()
    {
        await ledger.Write(ledger.Register("full"));
        var writer = ledger.NewWriter();
        var waiting = Enumerable.Range(0, LedgerWriter.QueueMax).Select(_ => writer.Submit(ledger.Push("full", "completed"))).ToArray();

        await Should.ThrowAsync<LedgerUnavailableException>(() => writer.Submit(ledger.Push("full", "failed")));

        writer.QueueLength.ShouldBe(LedgerWriter.QueueMax);
        await writer.StartAsync(CancellationToken.None);
        (await Task.WhenAll(waiting)).ShouldAllBe(a => a is Answer.Done);
        (await ledger.Ledger.Current(new("shop", "full"), default))!.ShouldSatisfyAllConditions(
            o => o.Version.ShouldBe(2), o => o.Status.ShouldBe("completed"));
    }

    [Fact]
    public async Task Beside_another_on_one_ledger_waits_its_turn()
    {
        const int rounds = 40;
        await ledger.Write([.. Enumerable.Range(0, 4).Select(i => ledger.Register($"w{i}"))]);
        var (one, two) = (ledger.NewWriter(), ledger.NewWriter());
        await one.StartAsync(CancellationToken.None);
        await two.StartAsync(CancellationToken.None);
        var from = await ledger.Ledger.Head(default);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var notes = rounds * 4 * 2;
        var following = Follow(from, notes, stop.Token);

        // A note unlike the last one is always an event, so each submission must be one.
        await Task.WhenAll(new[] { one, two }.SelectMany((w, name) => Enumerable.Range(0, 4).Select(async order =>
        {
            for (var n = 0; n < rounds; n++)
                (await w.Submit(ledger.Ask($"w{order}", new Push { Note = $"{name}-{n}" }))).ShouldBeOfType<Answer.Done>();
        })));

        var seen = await following;
        seen.Count.ShouldBe(notes);
        seen.Select(r => r.Seq).ShouldBe(await Seqs(from));
        foreach (var stream in seen.GroupBy(r => r.Stream))
            stream.Select(r => r.Version).ShouldBe(Enumerable.Range(2, 2 * rounds).Select(v => (long)v));
        (await ledger.Faults()).ShouldBeEmpty();
    }

    private async Task<List<Recorded>> Follow(long from, int count, CancellationToken stop)
    {
        var seen = new List<Recorded>();
        await foreach (var chunk in new LedgerTail(ledger.Ledger).Follow(from, stop))
        {
            seen.AddRange(chunk);
            if (seen.Count >= count)
                break;
        }
        return seen;
    }

    private Task<List<long>> Seqs(long from) => ledger.Sql.Query(
        r => r.GetInt64(0), $"select seq_id from ledger.mt_events where seq_id > {from} order by seq_id", CancellationToken.None);

    [Fact]
    public async Task Takes_the_first_push_after_its_idle_connection_broke()
    {
        await ledger.Write(ledger.Register("idle"));
        var writer = ledger.NewWriter();
        await writer.StartAsync(default);
        (await writer.Submit(ledger.Push("idle", "processing"))).ShouldBeOfType<Answer.Done>();

        await ledger.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        var after = await writer.Submit(ledger.Push("idle", "completed"));

        after.ShouldBeOfType<Answer.Done>().Outcome.Order.Version.ShouldBe(3);
        (await ledger.FaultsAndProof()).ShouldBeEmpty();
    }
}
