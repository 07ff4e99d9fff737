using System.Text.RegularExpressions;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Dashboard;

public partial class WhoWasTold(ToldApp app) : IClassFixture<ToldApp>
{
    private const string Home = "/dashboard/default";

    [Fact]
    public async Task Stands_with_each_event_on_the_page_of_the_order()
    {
        await using var well = await Receiver.Start();
        await using var ill = await Receiver.Start();
        ill.Answers = _ => Task.FromResult(503);
        using var clerk = await Clerk.SignedIn(app);
        await app.Register("5001");
        (await clerk.Page(Home + "/orders/5001")).ShouldNotContain("class=\"small muted told\"");

        var (erp, warehouse, chat) = (await app.Subscribe(well.Url, "ERP"), await app.Subscribe(ill.Url, "warehouse"),
            await app.Subscribe(ill.Url, "chat"));
        using (await app.Patch("5001", """{"status":"completed"}"""))
            await app.Has(erp, "delivered", 1);
        await app.HasFailed(warehouse);
        await app.HasFailed(chat);
        await app.Becomes(chat, "ol_delivery", "state = 'given_up'");

        var told = Told(await clerk.Page(Home + "/orders/5001")).ShouldHaveSingleItem("the event before the subscriptions has none");
        told.ShouldMatch("Told: ERP \\d+ \\w+ \\d\\d:\\d\\d Waiting: warehouse, next try \\d+ \\w+ \\d\\d:\\d\\d Not told: chat");
        using var off = await app.Send(HttpMethod.Patch, $"/api/webhook-subscriptions/{warehouse}", """{"active":false}""");
        Told(await clerk.Page(Home + "/orders/5001"))[0].ShouldContain("Waiting: warehouse (switched off)");
        foreach (var id in new[] { erp, warehouse, chat })
            await app.End(id);
    }

    [Fact]
    public async Task Is_noticed_on_Home_and_in_the_API_when_nobody_is_told_for_an_hour_or_the_server_switched_it_off()
    {
        await using var ill = await Receiver.Start();
        ill.Answers = _ => Task.FromResult(503);
        var id = await app.Subscribe(ill.Url, "warehouse");
        await app.Register("5101");
        await app.Has(id, "waiting", 1);
        using var clerk = await Clerk.SignedIn(app);
        (await clerk.Page(Home)).ShouldNotContain("Look at the webhooks");

        await app.Becomes(id, "ol_delivery", "made_at = now() - interval '61 minutes'");
        var late = await clerk.Page(Home);
        late.ShouldContain("Messages wait for more than an hour: warehouse.");
        late.ShouldContain("href=\"/dashboard/default/settings/webhooks\">Look at the webhooks");
        var listed = (await app.Get("/api/webhook-subscriptions"))["subscriptions"]!.AsArray().Single(s => (string?)s!["id"] == id)!;
        ((int)listed["waiting"]!, (DateTimeOffset)listed["waiting_since"]! < DateTimeOffset.UtcNow.AddHours(-1)).ShouldBe((1, true));

        await app.Becomes(id, "ol_subscription", "off_at = now(), off_reason = 'It failed for 72 hours.'");
        (await clerk.Page(Home)).ShouldContain("warehouse is no longer told what happens: It failed for 72 hours.");
        using var looker = await Clerk.SignedIn(app, await app.Key("looker", [Scope.Read]));
        var theirs = await looker.Page(Home);
        theirs.ShouldContain("warehouse is no longer told");
        theirs.ShouldNotContain("Look at the webhooks");
        await app.End(id);
    }

    [Fact]
    public async Task Is_no_trouble_where_somebody_switched_the_webhook_off()
    {
        var id = await app.Subscribe("https://erp.example/hooks", "ERP");
        using var off = await app.Send(HttpMethod.Patch, $"/api/webhook-subscriptions/{id}", """{"active":false}""");
        using var clerk = await Clerk.SignedIn(app);

        (await clerk.Page(Home)).ShouldNotContain("no longer told");

        (await app.Subscription(id))["off_at"].ShouldNotBeNull();
        await app.End(id);
    }

    // As it reads, without the marks.
    private static List<string> Told(string page) =>
        [.. Line().Matches(page).Select(m => Space().Replace(Mark().Replace(m.Groups[1].Value, ""), " ").Trim())];

    [GeneratedRegex("<p class=\"small muted told\">(.*?)</p>", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Mark();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
