using System.Globalization;

namespace OrderLedger.Tests.Pushes;

/// <summary>Three reports with their times, in every order they may arrive in. TimedPushes does the same in dialect A.</summary>
public class OvertakenPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("0,1,2")]
    [InlineData("0,2,1")]
    [InlineData("1,0,2")]
    [InlineData("1,2,0")]
    [InlineData("2,0,1")]
    [InlineData("2,1,0")]
    public async Task However_they_arrive_a_permissive_WizCommerce_order_ends_the_same_and_all_are_kept(string arrival)
    {
        (string Status, string At)[] reports =
            [("confirmed", "2026-01-01T10:00:00Z"), ("draft", "2026-01-02T10:00:00Z"), ("cancelled", "2026-01-03T10:00:00Z")];
        var key = await app.NewStore("overtaken-" + arrival.Replace(",", "", StringComparison.Ordinal), "wizcommerce", Policy.Permissive);
        await app.Order(key, """{ "id": "o", "status": "active" }""");

        foreach (var i in arrival.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)))
        {
            using var response = await app.Send(HttpMethod.Patch, "/v1/orders/o/status",
                $$"""{ "status": "{{reports[i].Status}}", "occurred_at": "{{reports[i].At}}" }""", key);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        }

        var order = await app.Get("/api/orders/o", key);
        ((string)order["status"]!).ShouldBe("cancelled");
        ((DateTimeOffset)order["status_since"]!).ShouldBe(DateTimeOffset.Parse(reports[2].At, CultureInfo.InvariantCulture));
        (await app.Get("/api/orders/o/history", key))["events"]!.AsArray()
            .Where(e => (string)e!["type"]! is "status_changed" or "stale_status_reported")
            .Select(e => (string)(e!["event"]!["to"] ?? e["event"]!["status"])!)
            .Order().ShouldBe(["cancelled", "confirmed", "draft"]);
        (await app.Faults()).ShouldBeEmpty();
    }
}
