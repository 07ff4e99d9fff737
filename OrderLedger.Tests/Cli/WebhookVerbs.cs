namespace OrderLedger.Tests.Cli;

public class WebhookVerbs(CommandLine line) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Add_show_change_and_remove_a_subscription()
    {
        await line.Run("stores add shop --dialect vici");
        var added = await line.Run("webhooks add --store shop --url https://erp.example/hooks --status completed --description ERP --since 2026-01-01");
        added.ExitCode.ShouldBe(0, added.Error);
        added.Out.TrimEnd().Split('\n')[^1].ShouldStartWith("whsec_");
        var id = added.Out.Split(' ')[1];

        (await line.Run("webhooks list --store shop")).Out.ShouldContain($"{id}  https://erp.example/hooks  order.registered,order.status_changed  0  on  ERP");
        (await line.Run($"webhooks set {id} --store shop --active false --type *")).Out.ShouldBe($"Subscription {id} is changed.\n");
        (await line.Run("webhooks list --store shop")).Out.ShouldContain("off: It was switched off by hand.");
        (await line.Run($"webhooks rotate {id} --store shop")).Out.ShouldContain("whsec_");
        (await line.Run($"webhooks deliveries {id} --store shop --state waiting")).Out.ShouldBe("id  order  seq  state  attempts  status  took  next attempt\n");
        (await line.Run($"webhooks remove {id} --store shop")).Out.ShouldBe($"Subscription {id} is removed.\n");
        (await line.Run("webhooks list --store shop")).Out.ShouldNotContain(id);
    }

    [Fact]
    public async Task Send_a_test_that_says_what_is_wrong_with_an_address()
    {
        await line.Run("stores add tested --dialect vici");
        var id = (await line.Run("webhooks add --store tested --url https://localhost/hooks")).Out.Split(' ')[1];

        var tested = await line.Run($"webhooks test {id} --store tested");

        tested.ExitCode.ShouldBe(1);
        tested.Out.ShouldContain("localhost leads to an address that is not public. Nothing was sent.");
    }

    [Theory]
    [InlineData("webhooks add --url http://erp.example/", "url takes an https address")]
    [InlineData("webhooks add", "url is needed")]
    [InlineData("webhooks add --url https://erp.example/ --type order.lost", "types takes a list of *, order.registered")]
    [InlineData("webhooks add --url https://erp.example/ --after 1 --since 2026-01-01", "not both")]
    [InlineData("webhooks set none --active true", "has no subscription 'none'")]
    public async Task Say_what_would_be_right(string words, string error)
    {
        await line.Run("stores add default --dialect vici");

        var ran = await line.Run(words);

        ran.ExitCode.ShouldBe(2, ran.Error);
        ran.Error.ShouldContain(error);
    }

    [Fact]
    public async Task Say_what_can_be_sent_again()
    {
        await line.Run("stores add again --dialect vici");
        var id = (await line.Run("webhooks add --store again --url https://erp.example/hooks")).Out.Split(' ')[1];

        (await line.Run($"webhooks redeliver {id} --store again")).Error.ShouldContain("Say --delivery");
        (await line.Run($"webhooks redeliver {id} --store again --after 1000000")).Error.ShouldContain("The range holds no event");
        (await line.Run($"webhooks redeliver {id} --store again --after 0")).Out.ShouldContain("are sent again.");
    }
}
