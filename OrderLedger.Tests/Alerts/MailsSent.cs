using System.Collections.Concurrent;

namespace OrderLedger.Tests.Alerts;

public class MailsSent(AlertedApp app) : IClassFixture<AlertedApp>
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Wait_for_a_mail_server_that_is_down_and_none_is_lost()
    {
        var keys = new[] { await app.Watched("down-1"), await app.Watched("down-2") };
        app.Mails.IsDown = true;
        foreach (var key in keys)
            await app.Push(key, "1", "pending");
        await app.Look(Now.AddHours(25));
        await Condition.Holds(async () => (int)(await Newest(keys[0]))["attempts"]! > 1, Patience, () => "It is not tried again.");
        (await Newest(keys[0]))["state"]!.ToString().ShouldBe("waiting");

        app.Mails.IsDown = false;

        (await app.MailsOf("down-1", 1)).ShouldHaveSingleItem();
        (await app.MailsOf("down-2", 1)).ShouldHaveSingleItem();
        (await Newest(keys[1]))["state"]!.ToString().ShouldBe("sent");
    }

    [Fact]
    public async Task Come_back_later_where_the_server_greets_strangers_with_a_pause_and_go_to_each_address_by_itself()
    {
        var seen = new ConcurrentBag<string>();
        app.Mails.Recipient = address =>
        {
            var isNew = !seen.Contains(address);
            seen.Add(address);
            return isNew && address.StartsWith("grey", StringComparison.Ordinal) ? "451 4.7.1 Come back later" : "250 Ok";
        };
        var key = await app.Watched("greylisted", """{"emails":["grey@shop.example","ops@shop.example"]}""");
        await app.Push(key, "1", "pending");

        await app.Look(Now.AddHours(25));

        (await app.MailsOf("greylisted", 2)).Select(m => m.To).Order().ShouldBe(["grey@shop.example", "ops@shop.example"]);
    }

    [Fact]
    public async Task Are_given_up_at_once_where_the_server_knows_no_such_address()
    {
        app.Mails.Recipient = address => address.StartsWith("gone", StringComparison.Ordinal) ? $"550 5.1.1 <{address}> unknown" : "250 Ok";
        var key = await app.Watched("unknown", """{"emails":["gone@shop.example"]}""");
        await app.Push(key, "1", "pending");
        await app.Look(Now.AddHours(25));

        await Condition.Holds(async () => (string?)(await Newest(key))["state"] == "given_up", Patience, () => "It is not given up.");

        ((string)(await Newest(key))["answer"]!).ShouldStartWith("550 ");
        (await app.MailsOf("unknown", 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Can_be_tried()
    {
        var key = await app.Watched("tried");

        using var response = await app.Send(HttpMethod.Post, "/api/alerts/test", null, key);

        var told = (await response.Json())["mails"]!.AsArray().ShouldHaveSingleItem()!;
        ((bool)told["sent"]!, (string?)told["to"]).ShouldBe((true, AlertedApp.Address));
        var mail = (await app.MailsOf("tried", 1)).Single();
        (mail.From, mail.AutoSubmitted).ShouldBe(("\"OrderLedger\" <orders@shop.example>", "auto-generated"));
    }

    [Fact]
    public async Task Are_nowhere_but_in_their_tables()
    {
        await app.Watched("private", """{"emails":["a-name-of-a-person@shop.example"]}""");

        (await app.Ask<string>("select string_agg(a::text, ' ') from ledger.ol_action a")).ShouldNotContain("a-name-of-a-person");
    }

    private async Task<JsonObject> Newest(string key) => (await app.Shown(key))["mails"]![0]!.AsObject();
}
