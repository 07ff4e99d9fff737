namespace OrderLedger.Faults.Scenarios;

internal sealed class KillApi : Scenario
{
    public override string Name => "kill-api";

    public override string About => "the server is killed every 2 to 5 s and started again";

    public override async Task Play(Stage stage, Random random)
    {
        await Task.Delay(random.Next(2_000, 5_000));
        stage.Say("kill -9 of the server");
        await stage.Servers[0].Kill();
        await stage.Servers[0].Start();
        stage.Say("it serves again");
    }
}

internal sealed class KillInTurn : Scenario
{
    public override string Name => "kill-in-turn";

    public override string About => "two servers on one database are killed in turn; the other goes on";

    public override StagePlan Plan => new() { Servers = 2 };

    public override async Task Play(Stage stage, Random random)
    {
        var killed = random.Next(2);
        await Task.Delay(random.Next(1_000, 3_000));
        stage.Say($"kill -9 of server {killed + 1}");
        await stage.Servers[killed].Kill();
        await stage.Healed();
        await stage.Servers[killed].Start();
        stage.Say($"server {killed + 1} serves again");
    }
}

internal sealed class KillPostgres : Scenario
{
    public override string Name => "kill-postgres";

    public override string About => "the postmaster is killed, and PostgreSQL is started again";

    public override async Task Play(Stage stage, Random random)
    {
        await Task.Delay(random.Next(1_000, 4_000));
        stage.Say("kill -9 of the postmaster");
        await stage.Postgres.KillPostmaster();
        stage.Say("PostgreSQL takes connections again");
    }
}

internal sealed class KillBackend : Scenario
{
    public override string Name => "kill-backend";

    public override string About => "a process that serves one of our connections is killed, and PostgreSQL recovers";

    public override async Task Play(Stage stage, Random random)
    {
        await Task.Delay(random.Next(500, 3_000));
        stage.Say("kill -9 of a backend");
        await stage.Postgres.KillBackend(random);
        await stage.Postgres.Answers();
        stage.Say("PostgreSQL answers again");
    }
}
