using OrderLedger.Faults.Machines;

namespace OrderLedger.Faults.Scenarios;

internal sealed class CutLinks : Scenario
{
    private static readonly LinkFault[] Faults =
        [LinkFault.LosesRequests, LinkFault.LosesAnswers, LinkFault.CutsRequests, LinkFault.Delays, LinkFault.IsHalfOpen];

    public override string Name => "cut-links";

    public override string About => "the lines between clients and servers lose requests or answers, cut, delay or stand still";

    public override StagePlan Plan => new() { Servers = 2, HasFaultyLinks = true, Traffic = new() { Patience = TimeSpan.FromSeconds(3) } };

    public override async Task Play(Stage stage, Random random)
    {
        var (link, fault) = (random.Next(2), Faults[random.Next(Faults.Length)]);
        stage.Say($"line {link + 1} {fault}");
        stage.Links[link].Fault = fault;
        await Task.Delay(random.Next(500, 4_000));
        stage.Links[link].Fault = LinkFault.None;
        stage.Links[link].DropAll();
        stage.Say($"line {link + 1} is whole");
    }
}

internal sealed class CutCommits : Scenario
{
    private static readonly Cut[] Cuts = [Cut.BeforeTheCommit, Cut.AfterTheCommit];

    public override string Name => "cut-commits";

    public override string About => "the line to PostgreSQL breaks before a commit arrives, or after it and before its answer";

    public override StagePlan Plan => new() { HasCommitCut = true };

    public override async Task Play(Stage stage, Random random)
    {
        var cut = Cuts[random.Next(Cuts.Length)];
        // On a new connection the word commit goes as text, where on an old one it is prepared and only named.
        stage.Commits!.DropAll();
        stage.Commits.Arm(cut);
        await Condition.Holds(() => !stage.Commits.IsArmed, TimeSpan.FromSeconds(20), () => "No commit came by.");
        stage.Say($"a connection was cut: {cut}");
        await Task.Delay(random.Next(50, 500));
    }
}
