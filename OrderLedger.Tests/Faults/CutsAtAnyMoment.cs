namespace OrderLedger.Tests.Faults;

[Collection(FaultTests.Name)]
public class CutsAtAnyMoment
{
    [Fact]
    public async Task End_no_server_and_are_answered_503_at_worst()
    {
        await using var ledger = new CutLedger { CheckpointSeconds = 0.1 };
        await ledger.InitializeAsync();
        await ledger.Reconnect(6);
        using var done = new CancellationTokenSource();
        var asking = Ask(ledger, done.Token);
        for (var cut = 0; cut < 300; cut++)
        {
            await Task.Delay(Random.Shared.Next(20));
            ledger.Proxy.DropAll();
        }
        await done.CancelAsync();

        (await asking).Except([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]).ShouldBeEmpty();
        await ledger.Reconnect(7);
    }

    private static async Task<HashSet<HttpStatusCode>> Ask(CutLedger ledger, CancellationToken done)
    {
        var seen = new HashSet<HttpStatusCode>();
        while (!done.IsCancellationRequested)
        {
            using var pushed = await ledger.Push(6, Guid.NewGuid().ToString());
            using var read = await ledger.Read(6);
            seen.UnionWith([pushed.StatusCode, read.StatusCode]);
        }
        return seen;
    }
}
