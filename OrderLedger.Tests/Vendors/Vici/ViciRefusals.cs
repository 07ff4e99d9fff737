namespace OrderLedger.Tests.Vendors.Vici;

public class ViciRefusals(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string NoId = """{"error":"Invalid order ID. Use the numeric order ID (e.g. 2539)."}""";
    private const string NoStatus = """{"error":"Missing order_status. Send JSON body: { \"order_status\": \"completed\" } (or \"status\")."}""";
    private const string WrongStatus =
        """{"error":"Invalid order_status. Allowed: pending, processing, completed, on-hold, cancelled, refunded, failed, checkout-draft, draft"}""";

    private const string Unauthorized = """{"error":"Unauthorized. Send x-api-key header or api_key query with your WEBHOOK_API_KEY."}""";

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("2539.0")]
    [InlineData("%20")]
    [InlineData("0x10")]
    [InlineData("٣٤")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999")]
    public Task An_id_that_is_no_number_is_refused_as_printed(string id) =>
        Refused(400, NoId, HttpMethod.Patch, $"/api/orders/{id}/status", """{ "order_status": "completed" }""");

    [Theory]
    [InlineData("""{ "order_status": "completed" }""")]
    [InlineData("""{ "order_id": null, "order_status": "completed" }""")]
    [InlineData("""{ "order_id": "", "order_status": "completed" }""")]
    [InlineData("""{ "order_id": -5, "order_status": "completed" }""")]
    [InlineData("""{ "order_id": 2654.5, "order_status": "completed" }""")]
    [InlineData("""{ "order_id": 1e3, "order_status": "completed" }""")]
    [InlineData("""{ "order_id": [2654], "order_status": "completed" }""")]
    [InlineData("""{ "order_id": {}, "order_status": "completed" }""")]
    [InlineData("""{ "order_id": true, "order_status": "completed" }""")]
    [InlineData("""{ "order_id": 12345678901234567890, "order_status": "completed" }""")]
    public async Task An_id_in_the_body_is_held_to_the_same(string body)
    {
        await Refused(400, NoId, HttpMethod.Post, "/api/orders/update-status", body);
        await Refused(400, NoId, HttpMethod.Patch, "/api/orders/update-status", body);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "order_status": null }""")]
    [InlineData("""{ "order_status": "" }""")]
    [InlineData("""{ "order_status": "   " }""")]
    [InlineData("""{ "Order_Status": "completed" }""")]
    public Task A_missing_status_is_refused_as_printed(string body) =>
        Refused(400, NoStatus, HttpMethod.Patch, "/api/orders/2539/status", body);

    [Theory]
    [InlineData("""{ "order_status": "shipped" }""")]
    [InlineData("""{ "order_status": "completer" }""")]
    [InlineData("""{ "order_status": "undefined" }""")]
    [InlineData("""{ "order_status": "{{1.status}}" }""")]
    [InlineData("""{ "order_status": "wc-" }""")]
    [InlineData("""{ "order_status": "wc-wc-completed" }""")]
    [InlineData("""{ "order_status": "trash", "status": "completed" }""")]
    [InlineData("""{ "order_status": 1 }""")]
    [InlineData("""{ "order_status": true }""")]
    [InlineData("""{ "order_status": {} }""")]
    [InlineData("""{ "order_status": ["completed"] }""")]
    public Task A_status_outside_the_vocabulary_is_refused_as_printed(string body) =>
        Refused(400, WrongStatus, HttpMethod.Patch, "/api/orders/2539/status", body);

    [Fact]
    public async Task An_unknown_order_is_refused_as_printed()
    {
        const string expected =
            """{"error":"Order not found","order_id":404404,"message":"No order with ID 404404. Ensure the order exists in the dashboard."}""";
        await Refused(404, expected, HttpMethod.Patch, "/api/orders/404404/status", """{ "order_status": "completed" }""");
        await Refused(404, expected, HttpMethod.Post, "/api/orders/update-status", """{ "order_id": 404404, "order_status": "completed" }""");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong-key-wrong-key")]
    public async Task Without_a_key_nobody_gets_in_and_the_answer_is_as_printed(string? key)
    {
        foreach (var (method, path) in new[] { ("PATCH", "/api/orders/2539/status"), ("POST", "/api/orders/update-status"),
            ("POST", "/api/webhooks/order") })
        {
            using var response = await app.Send(new(method), path, """{ "id": 1, "order_id": 1, "order_status": "completed" }""", key);

            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await response.Text()).ShouldBe(Unauthorized);
            response.Header("WWW-Authenticate").ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("\"reason\": 5", "reason was left out. reason takes a text of up to 500 characters.")]
    [InlineData("\"occurred_at\": \"yesterday\"", Time)]
    [InlineData("\"occurred_at\": 1767225600", Time)]
    [InlineData("\"occurred_at\": \"2026-02-30T00:00:00Z\"", Time)]
    [InlineData("\"occurred_at\": \"0001-01-01T00:00:00Z\"", Time)]
    [InlineData("\"occurred_at\": \"9999-12-31T23:59:59-14:00\"", Time)]
    public async Task What_is_odd_beside_a_good_status_is_left_out_and_noted(string member, string note)
    {
        await app.Register("50");

        using var response = await app.Patch("50", $$"""{ "order_status": "completed", {{member}} }""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await response.Json();
        ((string)answer["order_status"]!).ShouldBe("completed");
        ((string)answer["notes"]!.AsArray().Single()!).ShouldBe(note);
    }

    private const string Time = "occurred_at was left out. occurred_at takes a time in ISO 8601, e.g. 2026-01-31T09:30:00Z.";

    [Fact]
    public async Task Of_a_reason_500_characters_are_kept()
    {
        await app.Register("51");

        using var whole = await app.Patch("51", $$"""{ "order_status": "failed", "reason": "{{new string('x', 500)}}" }""");
        using var cut = await app.Patch("51", $$"""{ "order_status": "draft", "reason": "{{new string('x', 501)}}" }""");

        (await whole.Json())["notes"].ShouldBeNull();
        cut.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await cut.Json())["notes"]!.AsArray().Single()!).ShouldContain("was cut");
        ((string)(await app.Get("/api/orders/51/history"))["events"]![0]!["event"]!["reason"]!).Length.ShouldBe(500);
    }

    private async Task Refused(int status, string answer, HttpMethod method, string path, string body)
    {
        var head = await app.Head();
        using var response = await app.Send(method, path, body);

        (await response.Text()).ShouldBe(answer);
        ((int)response.StatusCode).ShouldBe(status);
        (await app.Head()).ShouldBe(head);
    }
}
