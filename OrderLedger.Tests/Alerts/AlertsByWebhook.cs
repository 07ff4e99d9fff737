namespace OrderLedger.Tests.Alerts;

public class AlertsByWebhook(AlertedApp app) : IClassFixture<AlertedApp>
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Are_told_to_a_subscription_that_asks_for_them_and_to_no_other()
    {
        await using var alerts = await Receiver.Start();
        await using var orders = await Receiver.Start();
        await using var foreign = await Receiver.Start();
        var key = await app.NewStore("hooked");
        await Subscribe(key, alerts, """["alert.opened","alert.closed"],"statuses":["completed"]""");
        await Subscribe(key, orders, """["*"]""");
        await Subscribe(await app.NewStore("elsewhere"), foreign, """["alert.opened"]""");
        await app.Push(key, "2539", "pending");

        await app.Look(Now.AddHours(25));
        await app.Push(key, "2539", "completed");
        await app.Look(Now.AddHours(26));
        await Condition.Holds(() => alerts.Taken.Count == 2 && orders.Taken.Count == 2, Patience,
            () => $"{alerts.Taken.Count} alerts and {orders.Taken.Count} events came");

        alerts.Taken.Select(m => (string?)JsonNode.Parse(m.Body)!["type"]).ShouldBe(["alert.opened", "alert.closed"]);
        var told = alerts.Taken[0].Data;
        (told["store"]!.ToString(), told["kind"]!.ToString(), told["subject"]!.ToString()).ShouldBe(("hooked", "order_overdue", "2539"));
        told["text"]!.ToString().ShouldBe("Order 2539 has been pending for more than 24 hours.");
        told["link"]!.ToString().ShouldBe("https://orders.shop.example/dashboard/hooked/order?id=2539");
        alerts.Taken[1].Data["alert"]!.ToString().ShouldBe(told["alert"]!.ToString());
        orders.Taken.ShouldAllBe(m => m.Body.Contains("\"type\":\"order.", StringComparison.Ordinal));
        foreign.Taken.ShouldBeEmpty();
    }

    private async Task Subscribe(string key, Receiver receiver, string types)
    {
        using var made = await app.Send(HttpMethod.Post, "/api/webhook-subscriptions", $$"""{"url":"{{receiver.Url}}","types":{{types}}}""", key);
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Text());
    }
}
