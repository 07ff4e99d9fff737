using Microsoft.Extensions.Configuration;
using OrderLedger.Api.Alerts;

namespace OrderLedger.Tests.Alerts;

public class AlertSettings(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("""{"emails":["nobody"]}""", "emails takes addresses such as ops@shop.example, not 'nobody'.")]
    [InlineData("""{"emails":["a@b.example\r\nBcc: c@d.example"]}""", "emails takes addresses")]
    [InlineData("""{"emails":"a@b.example"}""", "emails takes a list.")]
    [InlineData("""{"kinds":["fire"]}""", "kinds takes order_overdue")]
    [InlineData("""{"refused_per_hour":-1}""", "refused_per_hour takes a number from 0")]
    [InlineData("""{"digest":"7"}""", "digest takes a time of the day such as 07:00, not '7'.")]
    [InlineData("""{"digest":"07:00"}""", "Give an address, too.")]
    [InlineData("""{"email":["a@b.example"]}""", "There is no member 'email'.")]
    public async Task That_cannot_be_are_refused_with_a_clear_sentence(string body, string said)
    {
        using var refused = await app.Send(HttpMethod.Put, "/api/alerts", body);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await refused.Json())["error"]!).ShouldContain(said);
    }

    [Fact]
    public async Task Of_a_server_without_mail_say_so()
    {
        using var set = await app.Send(HttpMethod.Put, "/api/alerts", """{"emails":["ops@shop.example"]}""");
        ((string?)(await set.Json())["mail_problem"]).ShouldBe("This server sends no mail: OrderLedger__Mail__Host is not set.");
        using var none = await app.Send(HttpMethod.Put, "/api/alerts", "{}");
        (await none.Json())["emails"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Host=mail.example", "OrderLedger__Mail__From")]
    [InlineData("Host=mail.example;From=a@b.example;Tls=ssl", "OrderLedger__Mail__Tls takes starttls, tls or none.")]
    [InlineData("Host=mail.example;From=a@b.example;Port=0", "OrderLedger__Mail__Port")]
    [InlineData("Host=mail.example;From=a@b.example;RetrySeconds=x", "OrderLedger__Mail__RetrySeconds")]
    public void Of_the_mail_server_that_cannot_be_are_named(string set, string said) =>
        Should.Throw<FormatException>(() => Mail(set)).Message.ShouldContain(said);

    [Theory]
    [InlineData("Host=mail.example;From=a@b.example", 587)]
    [InlineData("Host=mail.example;From=a@b.example;Tls=tls", 465)]
    public void Of_the_mail_server_have_the_usual_ports(string set, int port) => Mail(set).Port.ShouldBe(port);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(7, 60)]
    [InlineData(2_000, 60)]
    public void Make_pauses_that_double_up_to_an_hour(int attempts, double minutes) =>
        MailSettings.Read(new ConfigurationBuilder().Build()).PauseAfter(attempts).TotalMinutes.ShouldBe(minutes);

    private static MailSettings Mail(string set) => MailSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        set.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => "OrderLedger:Mail:" + pair[0], pair => (string?)pair[1])).Build());
}
