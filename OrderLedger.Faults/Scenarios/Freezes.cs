namespace OrderLedger.Faults.Scenarios;

internal sealed class FreezePostgres : Scenario
{
    private static readonly int[] Seconds = [20, 60];

    public override string Name => "freeze-postgres";

    public override string About => "PostgreSQL stands still for 20 or 60 s with its connections open";

    public override async Task Play(Stage stage, Random random)
    {
        var seconds = Seconds[random.Next(Seconds.Length)];
        await Task.Delay(random.Next(500, 2_000));
        stage.Say($"SIGSTOP of PostgreSQL for {seconds} s");
        await stage.Postgres.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await stage.Postgres.Thaw();
        stage.Say("SIGCONT of PostgreSQL");
    }
}

internal sealed class FreezeApi : Scenario
{
    private static readonly int[] Seconds = [5, 20];

    public override string Name => "freeze-api";

    public override string About => "one of two servers stands still for 5 or 20 s, perhaps with the writer's lock in its hand";

    public override StagePlan Plan => new() { Servers = 2 };

    public override async Task Play(Stage stage, Random random)
    {
        var frozen = random.Next(2);
        var seconds = Seconds[random.Next(Seconds.Length)];
        await Task.Delay(random.Next(500, 2_000));
        stage.Say($"SIGSTOP of server {frozen + 1} for {seconds} s");
        await stage.Servers[frozen].Freeze();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        await stage.Servers[frozen].Thaw();
        stage.Say($"SIGCONT of server {frozen + 1}");
    }
}

internal sealed class StopWhileFrozen : Scenario
{
    public override string Name => "stop-while-frozen";

    public override string About => "the server is asked to end while PostgreSQL stands still, and ends in order";

    public override async Task Play(Stage stage, Random random)
    {
        await Task.Delay(random.Next(500, 2_000));
        stage.Say("SIGSTOP of PostgreSQL, then SIGTERM to the server");
        await stage.Postgres.Freeze();
        await Task.Delay(random.Next(100, 3_000));
        var code = await stage.Servers[0].Terminate();
        stage.Say($"the server ended with {code}");
        if (code != 0)
            stage.Break($"a server that was asked to end while PostgreSQL stood still ended with {code}. {stage.Servers[0].Said}");
        await stage.Postgres.Thaw();
        await stage.Servers[0].Start();
        stage.Say("both are there again");
    }
}
