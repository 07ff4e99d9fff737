namespace OrderLedger.Tests.Orders;

public class ReadYourWrites(LedgerApp app) : IClassFixture<LedgerApp>
{
    private static readonly string[] Statuses = ["processing", "completed", "refunded", "on-hold", "failed"];

    [Fact]
    public async Task Every_view_shows_a_push_as_soon_as_it_is_answered() =>
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
        {
            var store = $"lane-{lane}";
            var key = await app.NewStore(store);
            (await app.Send(HttpMethod.Post, "/api/webhooks/order", """{ "id": 1, "status": "pending" }""", key)).EnsureSuccessStatusCode();
            for (var i = 0; i < 50; i++)
            {
                var status = Statuses[i % Statuses.Length];
                using var push = await app.Send(HttpMethod.Patch, "/api/orders/1/status", $$"""{ "order_status": "{{status}}" }""", key);
                push.StatusCode.ShouldBe(HttpStatusCode.OK);

                ((string)(await app.Get("/api/orders/1", key))["status"]!).ShouldBe(status);
                ((string)(await app.Get($"/api/orders?status={status}", key))["orders"]![0]!["id"]!).ShouldBe("1");
                ((string)(await app.Get("/api/orders/1/history?limit=1", key))["events"]![0]!["event"]!["to"]!).ShouldBe(status);
                (await app.Get("/api/kpis", key))["by_status"]!.ToJsonString().ShouldBe($$"""{"{{status}}":1}""");
            }
        }));
}
