using Npgsql;

namespace OrderLedger.Tests.Cli;

/// <summary>A start under a role that lacks rights: it ends at once and says which, and where the grants stand.</summary>
public sealed class MissingRights(CommandLine line) : IClassFixture<CommandLine>
{
    private const int LinesMax = 5;

    [Fact]
    public async Task The_doctor_finds_nothing_missing_for_the_owner()
    {
        var looked = await line.Run("doctor");

        looked.Out.ShouldContain("the role may do what the server does", customMessage: looked.Error);
        looked.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("grant usage on schema ledger to ROLE;")]
    [InlineData("grant usage on schema ledger to ROLE; grant select on all tables in schema ledger to ROLE;")]
    [InlineData("grant usage on schema ledger to ROLE; grant select, references on all tables in schema ledger to ROLE;")]
    public async Task Are_told_at_the_start(string grants)
    {
        var role = $"lacking_{Guid.NewGuid():N}";
        await TestServer.Execute(line.ConnectionString,
            $"create role {role} login; {grants.Replace("ROLE", role, StringComparison.Ordinal)}");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(line.ConnectionString) { Username = role }.ConnectionString;

            var refused = await line.Run("serve --urls http://127.0.0.1:0", ("ConnectionStrings__Ledger", connection));

            refused.ExitCode.ShouldBe(1, refused.Out + refused.Error);
            refused.Error.ShouldContain("docs/operating.md");
            refused.Error.ShouldNotContain("   at ");
            refused.Error.Trim().Split('\n').Length.ShouldBeLessThanOrEqualTo(LinesMax, refused.Error);
            var looked = await line.Run("doctor", ("ConnectionStrings__Ledger", connection));
            $"{looked.Out}{looked.Error}".ShouldContain("docs/operating.md");
            looked.ExitCode.ShouldBe(1);
        }
        finally
        {
            await TestServer.Execute(line.ConnectionString, $"drop owned by {role}; drop role {role}");
        }
    }
}
