using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Ledger.Verifying;

namespace OrderLedger.Tests.Alerts;

public class AlertsTold(AlertedApp app) : IClassFixture<AlertedApp>
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task An_order_is_told_once_while_it_is_overdue_and_again_when_it_is_so_again()
    {
        var key = await app.Watched("late");
        await app.Push(key, "2539", "pending");
        await app.Look(Now.AddHours(1));
        await app.Look(Now.AddHours(25));
        await app.Look(Now.AddHours(26));
        (await app.MailsOf("late", 1)).ShouldHaveSingleItem();

        await app.Push(key, "2539", "processing");
        await app.Look(Now.AddHours(27));
        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty();
        await app.Look(Now.AddHours(80));

        var mails = await app.MailsOf("late", 2);
        mails.Count.ShouldBe(2);
        mails[1].Title.ShouldBe("late: an order is overdue");
        mails[1].Text.ShouldContain("Order 2539 has been processing for more than 72 hours.");
        mails[1].Text.ShouldContain("https://orders.shop.example/dashboard/late/order?id=2539");
        (await app.Ask<string>("select string_agg(type, ' ' order by version) from ledger.mt_events where tenant_id = '*' and stream_id = 'late'"))
            .ShouldBe("store_made key_made alerts_changed alert_opened alert_closed alert_opened");
    }

    [Fact]
    public async Task Orders_that_are_overdue_at_once_are_one_mail()
    {
        var key = await app.Watched("many");
        for (var order = 1; order <= 60; order++)
            await app.Push(key, $"{order}", "pending");

        await app.Look(Now.AddHours(25));

        var mail = (await app.MailsOf("many", 1)).ShouldHaveSingleItem();
        mail.Title.ShouldBe("many: 60 orders are overdue");
        mail.Text.ShouldContain("And 10 more.");
        (await app.Shown(key))["open"]!.AsArray().Count.ShouldBe(60);
    }

    [Fact]
    public async Task Refused_pushes_are_told_above_the_number_until_they_fall_to_half_of_it()
    {
        var key = await app.Watched("refused", $$"""{"emails":["{{AlertedApp.Address}}"],"refused_per_hour":4}""");
        await Refuse(key, 4);
        await app.Look(DateTimeOffset.UtcNow);
        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty();
        await Refuse(key, 1);
        await app.Look(DateTimeOffset.UtcNow);
        await app.Sql.Execute("""
            update ledger.ol_rejected_push set received_at = now() - interval '2 hours'
             where id in (select id from ledger.ol_rejected_push where store = 'refused' limit 2)
            """, default);
        await app.Look(DateTimeOffset.UtcNow);
        (await app.Shown(key))["open"]!.AsArray().Count.ShouldBe(1, "3 are more than half of 4");

        await app.Look(Now.AddHours(2));
        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty();
        await Refuse(key, 2);
        await app.Look(DateTimeOffset.UtcNow);

        (await app.MailsOf("refused", 2)).Select(m => m.Text.Split('\n')[0].Trim()).ShouldBe(
            ["5 updates of orders were refused within an hour, more than 4.", "5 updates of orders were refused within an hour, more than 4."]);
    }

    [Fact]
    public async Task A_difference_stays_open_over_a_restart_until_the_place_was_looked_at_again()
    {
        var key = await app.Watched("drifting");
        app.Services.GetRequiredService<Drift>().Set("drifting/7", [new("drifting", "7", "status", "a", "b")]);
        await app.Look(Now);
        (await app.MailsOf("drifting", 1)).Single().Text.ShouldContain("first seen at order 7");

        app.Services.GetRequiredService<Drift>().Set("drifting/7", []);
        await app.Look(Now);

        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subscription_that_the_server_switched_off_is_told_and_one_switched_off_by_hand_is_not()
    {
        var key = await app.Watched("subscribed");
        foreach (var host in new[] { "erp", "chat" })
            (await app.Send(HttpMethod.Post, "/api/webhook-subscriptions", $$"""{"url":"https://{{host}}.example/a-token"}""", key)).Dispose();
        var table = app.Services.GetRequiredService<SubscriptionTable>();
        var known = await table.Of("subscribed", default);
        (await app.Send(HttpMethod.Patch, $"/api/webhook-subscriptions/{known[1].Id}", """{"active":false}""", key)).Dispose();
        await table.SwitchOff(known[0], "It failed for 72 hours.", Talk.Tester, default);

        await app.Look(Now);

        (await app.MailsOf("subscribed", 1)).Single().Text.ShouldStartWith("The webhook subscription to erp.example was switched off. It failed for 72 hours.");
    }

    [Fact]
    public async Task Nothing_of_a_kind_that_nobody_asked_for_is_told_and_nobody_is_told_after_the_last_address_went()
    {
        var key = await app.Watched("choosy", $$"""{"emails":["{{AlertedApp.Address}}"],"kinds":["drift"]}""");
        await app.Push(key, "1", "pending");
        await app.Look(Now.AddHours(25));
        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty();

        await app.Set(key, $$"""{"emails":["{{AlertedApp.Address}}"]}""");
        await app.Look(Now.AddHours(25));
        await app.Set(key, "{}");
        await app.Look(Now.AddHours(25));

        (await app.Shown(key))["open"]!.AsArray().ShouldBeEmpty();
    }

    private async Task Refuse(string key, int count)
    {
        for (var i = 0; i < count; i++)
            using (var refused = await app.Send(HttpMethod.Patch, $"/api/orders/{i + 900}/status", """{"order_status":"completed"}""", key))
                refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
