namespace OrderLedger.Faults.Scenarios;

internal sealed class Duplicates : Scenario
{
    public override string Name => "duplicates";

    public override string About => "each push is sent ten times at once, to two servers, one of which is killed now and then";

    public override StagePlan Plan => new() { Servers = 2, Traffic = new() { Copies = 10 } };

    public override Task Play(Stage stage, Random random) => new KillInTurn().Play(stage, random);
}

internal sealed class Shuffled : Scenario
{
    public override string Name => "shuffled";

    public override string About => "eight pushes of an order arrive in any order with their times; the newest wins, also when the server is killed";

    public override StagePlan Plan => new() { Servers = 2, Traffic = new() { Shuffled = 8 } };

    public override Task Play(Stage stage, Random random) => new KillInTurn().Play(stage, random);
}
