using OrderLedger.Api.Http;

namespace OrderLedger.Tests.Vendors.Whatalo;

public class WhataloPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    private static readonly string[] Six = ["pending", "confirmed", "in_progress", "completed", "cancelled", "returned"];

    private static readonly string[] Edges =
    [
        "pending confirmed", "pending cancelled", "confirmed in_progress", "confirmed cancelled", "in_progress completed",
        "in_progress returned", "completed returned",
    ];

    [Theory]
    [InlineData(Policy.Strict)]
    [InlineData(Policy.Permissive)]
    public async Task Only_the_moves_of_the_graph_are_taken_whatever_the_policy(Policy policy)
    {
        var key = await app.NewStore($"graph-{policy}".ToLowerInvariant(), "whatalo", policy);
        foreach (var (from, to) in Six.SelectMany(from => Six.Select(to => (from, to))))
        {
            await app.Order(key, $$"""{ "id": "{{from}}-{{to}}", "status": "{{from}}" }""");
            var taken = to != "pending" && (from == to || Edges.Contains($"{from} {to}"));

            using var response = await Push(key, $$"""{ "status": "{{to}}" }""", $"{from}-{to}");

            ((int)response.StatusCode).ShouldBe(taken ? 200 : 422, $"{from} to {to}");
            if (taken)
                Flags((await response.Json())["data"]!).ShouldBe(FlagsOf(to));
        }
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_is_completed_never_becomes_pending_again()
    {
        var key = await Store("completed");
        using var response = await Push(key, """{ "status": "pending" }""");
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        response.Header("Content-Type").ShouldBe("application/json; charset=utf-8");
        (await response.Text()).ShouldBe("""
            {"error":{"code":"VALIDATION_ERROR","message":"Invalid request body","details":[{"field":"status","message":"Invalid status. Allowed: confirmed, in_progress, completed, cancelled, returned"}]}}
            """);
    }

    [Fact]
    public async Task A_refused_move_names_the_next_ones()
    {
        var key = await Store("completed");
        using var response = await Push(key, """{ "status": "confirmed" }""");
        ((string)(await response.Json())["error"]!["details"]![0]!["message"]!)
            .ShouldBe("An order that is 'completed' cannot become 'confirmed'. Allowed: returned");
    }

    [Theory]
    [InlineData("""{ "payment_status": "paid" }""", "pending", "paid", "payment_status_changed,order_registered")]
    [InlineData("""{ "payment_status": "PAID", "status": null }""", "pending", "paid", "payment_status_changed,order_registered")]
    [InlineData("""{ "status": "confirmed", "payment_status": "failed" }""", "confirmed", "failed",
        "payment_status_changed,status_changed,order_registered")]
    [InlineData("""{ "status": "confirmed" }""", "confirmed", "pending", "status_changed,order_registered")]
    [InlineData("{}", "pending", "pending", "order_registered")]
    public async Task A_push_sets_the_status_or_the_payment_status_or_both_or_nothing(
        string body, string status, string payment, string told)
    {
        var key = await Store("pending");

        using var response = await Push(key, body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        var order = (await response.Json())["data"]!;
        ((string)order["status"]!).ShouldBe(status);
        ((string)order["payment_status"]!).ShouldBe(payment);
        ((bool)order["is_fully_paid"]!).ShouldBe(payment == "paid");
        string.Join(",", await app.Told("o-1", key)).ShouldBe(told);
    }

    [Theory]
    [InlineData("5200", "5200")]
    [InlineData("5200.00", "5200")]
    [InlineData("\"5200.00\"", "5200")]
    [InlineData("52.5", "52.5")]
    public async Task Whole_money_is_a_whole_number(string sent, string shown)
    {
        var key = await app.NewStore($"money-{Guid.NewGuid():n}", "whatalo");
        await app.Order(key, $$"""
            { "id": "o-1", "status": "pending", "total": {{sent}}, "subtotal": {{sent}}, "items": [{ "quantity": 3 }, {}] }
            """);

        using var response = await Push(key, "{}");

        (await response.Text()).ShouldContain($"\"subtotal\":{shown},");
        (await response.Text()).ShouldContain($"\"total\":{shown},");
        ((int)(await response.Json())["data"]!["item_count"]!).ShouldBe(2);
    }

    [Theory]
    [InlineData("{", 400, "body")]
    [InlineData("[]", 400, "body")]
    [InlineData("", 400, "body")]
    [InlineData("""{ "status": 7 }""", 422, "status")]
    [InlineData("""{ "status": "shipped" }""", 422, "status")]
    [InlineData("""{ "payment_status": "unpaid" }""", 422, "payment_status")]
    [InlineData("""{ "payment_status": [] }""", 422, "payment_status")]
    [InlineData("""{ "occurred_at": "soon" }""", 422, "occurred_at")]
    [InlineData("""{ "reason": 5 }""", 422, "reason")]
    public async Task What_cannot_be_meant_is_refused_and_its_field_named(string body, int status, string field)
    {
        var key = await Store("pending");
        var head = await app.Head();

        using var response = await Push(key, body);

        await Invalid(response, status, field);
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_body_of_another_type_or_too_large_is_refused_in_the_same_shape()
    {
        var key = await Store("pending");
        using var text = await app.SendRaw(
            HttpMethod.Patch, "/v1/orders/o-1", "status=confirmed"u8.ToArray(), "text/plain", ("x-api-key", key));
        // The answer comes before the body is sent: else the connection may be closed under the sender.
        using var large = await app.SendRaw(
            HttpMethod.Patch, "/v1/orders/o-1", new byte[JsonBody.BytesMax + 1], headers: [("x-api-key", key), ("Expect", "100-continue")]);

        await Invalid(text, 415, "body");
        text.Header("Accept-Patch").ShouldBe("application/json");
        await Invalid(large, 413, "body");
    }

    [Fact]
    public async Task Who_may_not_and_what_is_not_there_have_codes()
    {
        var key = await Store("pending");
        using var none = await app.Send(HttpMethod.Patch, "/v1/orders/o-1", "{}", null);
        using var bearer = await app.Send(HttpMethod.Get, "/v1/orders/o-1", key: null, headers: ("Authorization", $"Bearer {key}"));
        using var dialect = await Push(LedgerApp.Key, "{}");
        using var unknown = await Push(key, "{}", "nobody");
        using var foreign = await Push(await app.NewStore($"other-{Guid.NewGuid():n}", "whatalo"), "{}");

        foreach (var (response, status, code) in new[]
        {
            (none, 401, "AUTHENTICATION_ERROR"), (bearer, 401, "AUTHENTICATION_ERROR"), (dialect, 403, "FEATURE_ACCESS_DENIED"),
            (unknown, 404, "NOT_FOUND"), (foreign, 404, "NOT_FOUND"),
        })
        {
            ((int)response.StatusCode).ShouldBe(status);
            ((string)(await response.Json())["error"]!["code"]!).ShouldBe(code);
        }
    }

    [Fact]
    public async Task A_retry_gets_the_first_answer_and_another_body_under_its_key_none()
    {
        var key = await Store("pending");
        using var first = await Push(key, """{ "status": "confirmed" }""", headers: ("Idempotency-Key", "run-1"));
        using var again = await Push(key, """{ "status": "confirmed" }""", headers: ("Idempotency-Key", "run-1"));
        using var other = await Push(key, """{ "status": "cancelled" }""", headers: ("Idempotency-Key", "run-1"));

        (await again.Text()).ShouldBe(await first.Text());
        again.Header("Idempotency-Replayed").ShouldBe("true");
        await Invalid(other, 422, "Idempotency-Key");
    }

    private static async Task Invalid(HttpResponseMessage response, int status, string field)
    {
        ((int)response.StatusCode).ShouldBe(status, await response.Text());
        var error = (await response.Json())["error"]!;
        ((string)error["code"]!).ShouldBe("VALIDATION_ERROR");
        ((string)error["details"]![0]!["field"]!).ShouldBe(field);
    }

    private static string Flags(JsonNode order) => $"{order["is_pending"]} {order["is_completed"]} {order["is_cancellable"]}";

    private static string FlagsOf(string status) =>
        $"{status == "pending"} {status == "completed"} {status is "pending" or "confirmed"}".ToLowerInvariant();

    private async Task<string> Store(string status)
    {
        var key = await app.NewStore($"wha-{Guid.NewGuid():n}", "whatalo");
        await app.Order(key, $$"""{ "id": "o-1", "status": "{{status}}" }""");
        return key;
    }

    private Task<HttpResponseMessage> Push(string key, string body, string id = "o-1", params (string Name, string Value)[] headers) =>
        app.Send(HttpMethod.Patch, $"/v1/orders/{id}", body, key, headers);
}
