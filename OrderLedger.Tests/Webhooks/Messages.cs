using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Tests.Webhooks;

public class Messages
{
    private static readonly Store Vici = new("default", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc);

    [Fact]
    public void Are_signed_as_the_specification_prints_it() =>
        WebhookMessage.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fe80::1")]
    [InlineData("fd00:ec2::254")]
    public void Go_to_no_address_that_leads_back_inside(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    [InlineData("::ffff:93.184.215.14")]
    public void Go_to_public_addresses(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("http://erp.example/hooks", "https")]
    [InlineData("ftp://erp.example/hooks", "https://erp.example/hooks")]
    [InlineData("https://user:pass@erp.example/", "user or a password")]
    [InlineData("https://127.0.0.1/", "127.0.0.1")]
    [InlineData("https://2130706433/", "127.0.0.1")]
    [InlineData("https://0x7f000001/", "127.0.0.1")]
    [InlineData("https://0177.0.0.1/", "127.0.0.1")]
    [InlineData("https://[::ffff:127.0.0.1]/", "not public")]
    [InlineData("https://[::1]/", "not public")]
    [InlineData("https://169.254.169.254/latest/meta-data", "169.254.169.254")]
    public void Have_an_address_that_is_refused_with_a_clear_sentence(string url, string said)
    {
        var body = new SubscriptionBody(JsonSerializer.SerializeToElement(new { url }), Vici, null, WebhookSettings.Default);

        body.Applied(null).ShouldBeNull();
        body.Fault!.ShouldContain(said);
    }

    [Theory]
    [InlineData("http://localhost:1/", "not public")]
    [InlineData("http://127.1:1/", "not public")]
    public async Task Are_not_sent_where_a_name_leads_inside(string url, string said)
    {
        using var client = new WebhookClient(WebhookSettings.Default);

        var answer = await client.Post(url, "{}", [], default);

        answer.Status.ShouldBeNull();
        answer.Body.ShouldContain(said);
    }

    [Fact]
    public async Task Are_not_sent_where_a_name_leads_inside_at_the_second_look()
    {
        await using var receiver = await Receiver.Start();
        var looks = 0;
        // The receiver's own address stands in for a public one.
        using var client = new WebhookClient(address => address.ToString() == "127.0.0.1",
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(looks++ == 0 ? "127.0.0.1" : "10.0.0.1")]));
        var url = $"http://erp.example:{new Uri(receiver.Url).Port}/hooks";

        (await client.Post(url, """{"data":{}}""", [("Connection", "close")], default)).Status.ShouldBe(StatusCodes.Status200OK);
        (await client.Post(url, """{"data":{}}""", [], default)).Body.ShouldContain("not public");

        looks.ShouldBe(2);
        receiver.Taken.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Are_not_sent_where_each_address_of_a_name_leads_inside()
    {
        await using var receiver = await Receiver.Start();
        using var client = new WebhookClient(PublicAddress.Is, (_, _) => Task.FromResult<IPAddress[]>(
            [IPAddress.Loopback, IPAddress.Parse("::ffff:127.0.0.1"), IPAddress.Parse("169.254.169.254")]));

        (await client.Post($"http://erp.example:{new Uri(receiver.Url).Port}/hooks", "{}", [], default)).Body.ShouldContain("not public");

        receiver.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Follow_no_redirect()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answers = _ => Task.FromResult(StatusCodes.Status307TemporaryRedirect);
        using var client = new WebhookClient(WebhookSettings.Default with { AllowPrivateAddresses = true });

        var answer = await client.Post(receiver.Url, "{}", [], default);

        (answer.Status, answer.IsSuccess).ShouldBe((StatusCodes.Status307TemporaryRedirect, false));
        answer.Body.ShouldBe("A redirect is not followed. Give the address that it leads to.");
    }

    [Fact]
    public void Are_attempted_ten_times_over_three_days()
    {
        var schedule = WebhookSettings.Default.Retries;
        var pauses = Enumerable.Range(1, schedule.AttemptsMax).Select(n => schedule.After(n, null, jitter: 0)).ToList();

        pauses.Count.ShouldBe(10);
        pauses[0].ShouldBe(TimeSpan.FromSeconds(5));
        pauses[^1].ShouldBeNull();
        pauses.Take(9).Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause!.Value).TotalHours.ShouldBeInRange(72, 78);
        schedule.After(1, TimeSpan.FromMinutes(10), 0).ShouldBe(TimeSpan.FromMinutes(10));
        schedule.After(1, TimeSpan.FromDays(9), 0).ShouldBe(TimeSpan.FromDays(1));
    }
}
