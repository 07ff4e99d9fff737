namespace OrderLedger.Tests.Faults;

[Collection(FaultTests.Name)]
public class AStoppedProcess
{
    [Fact]
    public async Task Writes_what_waits_answers_it_and_ends_with_0()
    {
        await using var server = new ServerProcess();
        await server.Start();
        using var load = new Load(server.NewClient());
        await load.Begin();
        await load.Acknowledges(400, TimeSpan.FromSeconds(60));

        var exitCode = await server.Terminate();
        await load.End();

        exitCode.ShouldBe(0);
        load.Wrong.ShouldBeEmpty();
        await Witness.Sees(server.Options, load);
    }
}
