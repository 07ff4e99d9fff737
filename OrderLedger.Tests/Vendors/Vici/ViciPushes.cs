namespace OrderLedger.Tests.Vendors.Vici;

public class ViciPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task The_printed_request_gets_the_printed_answer()
    {
        await app.Register("2539", "processing");

        var answer = await app.Alba.Scenario(_ =>
        {
            _.Patch.Json(new { order_status = "completed" }).ToUrl("/api/orders/2539/status");
            _.WithRequestHeader("x-api-key", LedgerApp.Key);
            _.StatusCodeShouldBe(200);
            _.Header("Content-Type").SingleValueShouldEqual("application/json; charset=utf-8");
        });

        (await answer.ReadAsTextAsync()).ShouldBe(
            """{"success":true,"message":"Order Order #2539 status updated to \"completed\".","order_number":"Order #2539","woo_order_id":2539,"order_status":"completed" """[..^1] +
            ""","changed":true,"previous_status":"processing","outcome":"changed","version":2}""");
        (await app.Faults()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("POST", """{ "order_id": 2654, "order_status": "completed" }""")]
    [InlineData("PATCH", """{ "order_id": 2654, "order_status": "on-hold" }""")]
    [InlineData("POST", """{ "order_id": "2654", "order_status": "cancelled" }""")]
    [InlineData("PATCH", """{ "order_id": " 2654 ", "order_status": "failed" }""")]
    public async Task The_id_may_stand_in_the_body(string method, string body)
    {
        await app.Register("2654");

        using var response = await app.Send(new(method), "/api/orders/update-status", body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await response.Json();
        ((long)answer["woo_order_id"]!).ShouldBe(2654);
        ((string)answer["order_status"]!).ShouldBe((string)(await app.Get("/api/orders/2654"))["status"]!);
    }

    [Theory]
    [InlineData("""{ "status": "completed" }""", "completed")]
    [InlineData("""{ "status": "failed", "order_status": "refunded" }""", "refunded")]
    [InlineData("""{ "status": "failed", "order_status": null }""", "failed")]
    [InlineData("""{ "order_status": "  On-Hold\n" }""", "on-hold")]
    [InlineData("""{ "order_status": "wc-completed" }""", "completed")]
    [InlineData("""{ "order_status": " WC-Processing " }""", "processing")]
    [InlineData("""{ "order_status": "\u0063ompleted", "unknown": [{ "member": 1 }] }""", "completed")]
    [InlineData("\uFEFF{ \"order_status\": \"failed\" }", "failed")]
    public async Task A_status_is_read_as_the_sender_means_it(string body, string status)
    {
        await app.Register("31");

        using var response = await app.Patch("31", body);

        (await response.Text()).ShouldContain($"\"order_status\":\"{status}\"");
        ((string)(await app.Get("/api/orders/31"))["status"]!).ShouldBe(status);
    }

    [Fact]
    public async Task The_history_keeps_the_word_as_it_was_sent()
    {
        await app.Register("32");
        await app.Patch("32", """{ "order_status": " WC-Completed ", "reason": "Paket angekommen ✓" }""", ("X-Request-Id", "make-run-7"));

        var last = (await app.Get("/api/orders/32/history"))["events"]![0]!;

        ((string)last["type"]!).ShouldBe("status_changed");
        ((string)last["request_id"]!).ShouldBe("make-run-7");
        ((string)last["actor"]!).ShouldBe("bootstrap");
        ((string)last["source"]!).ShouldBe("vici");
        ((string)last["event"]!["raw"]!).ShouldBe(" WC-Completed ");
        ((string)last["event"]!["reason"]!).ShouldBe("Paket angekommen ✓");
    }

    [Fact]
    public async Task The_same_status_again_changes_nothing_and_is_a_success()
    {
        await app.Register("33", "completed");
        var head = await app.Head();

        using var response = await app.Patch("33", """{ "order_status": "completed" }""");

        (await response.Text()).ShouldBe(
            """{"success":true,"message":"Order Order #33 status updated to \"completed\".","order_number":"Order #33","woo_order_id":33,"order_status":"completed" """[..^1] +
            ""","changed":false,"previous_status":"completed","outcome":"unchanged","version":1}""");
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/vnd.make+json")]
    public async Task Json_is_taken_under_every_name_it_goes_by(string? contentType)
    {
        await app.Register("34");

        using var response = await app.SendRaw(
            HttpMethod.Patch, "/api/orders/34/status", """{"order_status":"failed"}""".Bytes(), contentType, ("x-api-key", LedgerApp.Key));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
