namespace OrderLedger.Tests.Cli;

public class WrongCalls(CommandLine line) : IClassFixture<CommandLine>
{
    [Theory]
    [InlineData("dance")]
    [InlineData("stores")]
    [InlineData("stores add")]
    [InlineData("keys add --store default")]
    [InlineData("verify --nonsense")]
    [InlineData("seed --orders many")]
    public async Task They_end_with_2_and_say_where_help_is(string words)
    {
        var ran = await line.Run(words);
        ran.ExitCode.ShouldBe(2);
        ran.Error.ShouldContain("--help");
        ran.Out.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("stores add Ünfug --dialect vici", "lower-case letters")]
    [InlineData("stores add shop", "--dialect is needed")]
    [InlineData("stores add shop --dialect klingon", "There is no dialect 'klingon'")]
    [InlineData("stores add shop --dialect vici --currency euro", "--currency takes")]
    [InlineData("stores add shop --dialect vici --time-zone Nowhere/Land", "There is no time zone")]
    [InlineData("stores add shop --dialect vici --policy lax", "--policy takes")]
    [InlineData("stores add shop --dialect vici --phase packed=nowhere", "--phase takes")]
    [InlineData("stores add shop --dialect vici --limit pending=soon", "--limit takes")]
    [InlineData("stores set nowhere --policy strict", "There is no store 'nowhere', and no other yet. Start the server once, or: stores add nowhere")]
    [InlineData("keys add --store nowhere --name x --scope push", "There is no store 'nowhere'")]
    [InlineData("keys add --store x --name x --scope everything", "--scope takes")]
    [InlineData("keys revoke key_none", "There is no key 'key_none'")]
    [InlineData("seed --orders 0", "--orders takes")]
    [InlineData("seed --store nowhere", "There is no store 'nowhere'")]
    [InlineData("seed --events 100", "--events goes with --bulk")]
    public async Task They_end_with_2_and_say_what_would_be_right(string words, string error)
    {
        var ran = await line.Run(words);
        ran.ExitCode.ShouldBe(2, ran.Error);
        ran.Error.ShouldContain(error);
        ran.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve --help")]
    [InlineData("migrate --help")]
    [InlineData("verify --help")]
    [InlineData("seed --help")]
    [InlineData("stores add --help")]
    [InlineData("keys --help")]
    public async Task Help_is_no_wrong_call(string words)
    {
        var ran = await line.Run(words);
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldContain("Usage:");
    }
}
