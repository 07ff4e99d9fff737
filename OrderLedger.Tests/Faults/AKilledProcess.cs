namespace OrderLedger.Tests.Faults;

[Collection(FaultTests.Name)]
public class AKilledProcess
{
    private static readonly TimeSpan LoadMax = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Leaves_every_acknowledged_push_there_once_and_the_rest_to_a_retry()
    {
        await using var server = new ServerProcess();
        await server.Start();
        using var load = new Load(server.NewClient());
        await load.Begin();
        await load.Acknowledges(400, LoadMax);

        await server.Kill();
        await server.Start();
        await Witness.Sees(server.Options, load);

        await load.Acknowledges(100, LoadMax);
        await load.End();
        await load.Settle();
        await Witness.Sees(server.Options, load);
        load.Unanswered.ShouldBeGreaterThan(0);
        load.Wrong.ShouldBeEmpty();
    }
}
