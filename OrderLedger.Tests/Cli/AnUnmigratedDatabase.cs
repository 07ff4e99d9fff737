namespace OrderLedger.Tests.Cli;

public class AnUnmigratedDatabase(CommandLine line) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Is_refused_with_the_command_to_run_until_it_was_run()
    {
        await line.Unmigrate();
        foreach (var verb in new[] { "serve --urls http://127.0.0.1:0", "--urls http://127.0.0.1:0", "verify", "stores list" })
        {
            var refused = await line.Run(verb);
            refused.ExitCode.ShouldBe(1, refused.Error);
            refused.Error.ShouldContain("Run: dotnet run --project OrderLedger.Api -- migrate");
            refused.Error.ShouldNotContain("   at ");
        }

        var first = await line.Run("migrate");
        var again = await line.Run("migrate");

        first.ExitCode.ShouldBe(0, first.Error);
        first.Out.ShouldContain("applied 001_ledger");
        again.ExitCode.ShouldBe(0);
        again.Out.ShouldNotContain("applied");
        (await line.Run("verify")).Out.ShouldContain("0 events of 0 orders");
    }
}
