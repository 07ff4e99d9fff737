namespace OrderLedger.Tests.Kpis;

public class RefundsByDay(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Are_counted_by_the_day_of_the_refund_beside_the_day_of_the_order()
    {
        var key = await app.NewStore("refunding", "woocommerce", zone: "Europe/Berlin", currency: "EUR");
        await Send(key, """{"id":1,"status":"completed","total":"80.00","date_created_gmt":"2026-03-01T10:00:00","date_modified_gmt":"2026-03-01T10:00:00"}""");
        await Send(key, """{"id":1,"status":"completed","total":"80.00","date_modified_gmt":"2026-03-04T23:30:00","refunds":[{"id":1,"total":"-20.00"}]}""");
        await Send(key, """{"id":1,"status":"refunded","total":"80.00","date_modified_gmt":"2026-03-09T10:00:00","refunds":[{"id":1,"total":"-20.00"},{"id":2,"total":"-60.00"}]}""");

        (await Of(key, "from=2026-03-01&to=2026-03-01")).ShouldBe("EUR 80 0");
        (await Of(key, "from=2026-03-04&to=2026-03-04")).ShouldBe("");
        (await Of(key, "from=2026-03-05&to=2026-03-05")).ShouldBe("EUR 0 20", "half past midnight in Berlin");
        (await Of(key, "from=2026-03-01&to=2026-03-31")).ShouldBe("EUR 80 80");
        var days = (await app.Get("/api/kpis?from=2026-03-01&to=2026-03-31", key))["refunds_by_day"]!.AsArray();
        days.Select(d => $"{d!["day"]} {d["currency"]} {d["refunded"]}").ShouldBe(["2026-03-05 EUR 20", "2026-03-09 EUR 60"]);
        (await app.Faults()).ShouldBeEmpty();
    }

    // Currency, paid back of the orders made in the range, paid back in the range.
    private async Task<string> Of(string key, string range) => string.Join(';',
        (await app.Get($"/api/kpis?{range}", key))["by_currency"]!.AsArray()
            .Select(c => $"{c!["currency"]} {(decimal)c["refunded"]!:0} {(decimal)c["refunded_by_refund_day"]!:0}"));

    private async Task Send(string key, string order)
    {
        using var response = await app.Send(HttpMethod.Post, "/api/webhooks/order", order, key);
        response.EnsureSuccessStatusCode();
    }
}
