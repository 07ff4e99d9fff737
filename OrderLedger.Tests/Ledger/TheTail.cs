namespace OrderLedger.Tests.Ledger;

public class TheTail(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Yields_what_is_there_then_what_comes_and_resumes_where_it_was_left()
    {
        using var stop = new CancellationTokenSource(Bound);
        var tail = new LedgerTail(ledger.Ledger);
        var writer = ledger.NewWriter(tail);
        await writer.StartAsync(stop.Token);
        var start = await ledger.Ledger.Head(stop.Token);
        await writer.Submit(ledger.Register("1"), stop.Token);
        await using var reader = tail.Follow(start, stop.Token).GetAsyncEnumerator(stop.Token);

        (await Next(reader)).Single().Event.ShouldBeOfType<OrderRegistered>();
        var waiting = Next(reader);
        await writer.Submit(ledger.Push("1", "completed"), stop.Token);
        var changed = (await waiting).Single();
        changed.Event.ShouldBeOfType<StatusChanged>().To.ShouldBe("completed");
        await writer.Submit(ledger.Push("1", "refunded"), stop.Token);

        await using var resumed = tail.Follow(changed.Seq, stop.Token).GetAsyncEnumerator(stop.Token);
        (await Next(resumed)).Single().Version.ShouldBe(3);
    }

    [Fact]
    public async Task Sees_what_a_writer_that_does_not_wake_it_commits()
    {
        using var stop = new CancellationTokenSource(Bound);
        var start = await ledger.Ledger.Head(stop.Token);
        await using var reader = new LedgerTail(ledger.Ledger).Follow(start, stop.Token).GetAsyncEnumerator(stop.Token);
        var waiting = Next(reader);

        await ledger.Write(ledger.Register("elsewhere"));

        (await waiting).Single().Stream.OrderId.ShouldBe("elsewhere");
    }

    [Fact]
    public async Task Gives_a_long_past_in_chunks_of_a_thousand()
    {
        using var stop = new CancellationTokenSource(Bound);
        var start = await ledger.Ledger.Head(stop.Token);
        await ledger.Write([.. Enumerable.Range(0, 2_100).Select(i => ledger.Register($"past{i}"))]);
        await using var reader = new LedgerTail(ledger.Ledger).Follow(start, stop.Token).GetAsyncEnumerator(stop.Token);

        var chunks = new[] { await Next(reader), await Next(reader), await Next(reader) };

        chunks.Select(c => c.Count).ShouldBe([1_000, 1_000, 100]);
        chunks.SelectMany(c => c).Select(r => r.Seq).ShouldBeInOrder();
        chunks.SelectMany(c => c).Select(r => r.Seq).ShouldBeUnique();
    }

    [Fact]
    public async Task Ends_when_stopped()
    {
        using var stop = new CancellationTokenSource();
        await using var reader = new LedgerTail(ledger.Ledger).Follow(long.MaxValue - 1, stop.Token).GetAsyncEnumerator(stop.Token);
        var waiting = reader.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        try
        {
            (await waiting.WaitAsync(Bound)).ShouldBeFalse();
        }
        catch (OperationCanceledException)
        {
            // Stopped inside a read.
        }
    }

    private static async Task<IReadOnlyList<Recorded>> Next(IAsyncEnumerator<IReadOnlyList<Recorded>> reader)
    {
        (await reader.MoveNextAsync()).ShouldBeTrue();
        return reader.Current;
    }
}
