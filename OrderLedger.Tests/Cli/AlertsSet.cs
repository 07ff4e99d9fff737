namespace OrderLedger.Tests.Cli;

public class AlertsSet(CommandLine line) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Are_shown_and_tried_by_the_verbs()
    {
        await line.Run("stores add shop --dialect vici");
        var set = await line.Run("alerts set --store shop --email ops@shop.example --email boss@shop.example --digest 07:00 --refused 9");
        set.ExitCode.ShouldBe(0, set.Error);
        set.Error.ShouldContain("OrderLedger__Mail__Host");
        (await line.Run("alerts set --store shop --digest off")).ExitCode.ShouldBe(0);

        var shown = JsonNode.Parse((await line.Run("alerts show --store shop")).Out)!;
        shown["emails"]!.AsArray().Select(e => e!.ToString()).ShouldBe(["ops@shop.example", "boss@shop.example"]);
        ((int)shown["refused_per_hour"]!, shown["digest"]).ShouldBe((9, null));

        await using var mails = new MailReceiver { Credential = ("ledger", "the-password") };
        (string, string)[] mail =
        [
            ("OrderLedger__Mail__Host", "127.0.0.1"), ("OrderLedger__Mail__Port", $"{mails.Port}"), ("OrderLedger__Mail__Tls", "none"),
            ("OrderLedger__Mail__From", "orders@shop.example"), ("OrderLedger__Mail__User", "ledger"),
        ];
        var tried = await line.Run("alerts test --store shop", [.. mail, ("OrderLedger__Mail__Password", "the-password")]);
        tried.Out.ShouldContain("ops@shop.example: sent.", customMessage: tried.Error);
        mails.Taken.Count.ShouldBe(2);
        var wrong = await line.Run("alerts test --store shop", [.. mail, ("OrderLedger__Mail__Password", "another")]);
        (wrong.ExitCode, wrong.Out.Contains("not sent. ", StringComparison.Ordinal)).ShouldBe((1, true), wrong.Out + wrong.Error);
        (await line.Run("config", [.. mail, ("OrderLedger__Mail__Password", "the-password")])).Out.ShouldNotContain("the-password");
    }

    [Theory]
    [InlineData("alerts set --store shop --email nobody", "--email takes addresses")]
    [InlineData("alerts set --store shop --kind fire", "--kind takes order_overdue")]
    [InlineData("alerts set --store shop --digest noon", "--digest takes a time of the day such as 07:00")]
    [InlineData("alerts test --store shop", "OrderLedger__Mail__Host is not set")]
    public async Task That_cannot_be_are_refused(string verb, string said)
    {
        await line.Run("stores add shop --dialect vici");

        var refused = await line.Run(verb);

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain(said);
    }
}
