namespace OrderLedger.Tests.Vendors.WizCommerce;

public class WizCommercePushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string Confirmed = """{ "status": "confirmed" }""";

    [Fact]
    public async Task The_same_push_again_leaves_the_order_as_it_is()
    {
        var key = await Store();
        using var first = await Push(key, Confirmed);
        var head = await app.Head();

        using var again = await Push(key, Confirmed);

        (await again.Text()).ShouldBe(await first.Text());
        again.Header("ETag").ShouldBe(first.Header("ETag"));
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("?status=confirmed", null, "confirmed")]
    [InlineData("?status=confirmed", "", "confirmed")]
    [InlineData("?status=confirmed", "{}", "confirmed")]
    [InlineData("?status=confirmed", """{ "status": null }""", "confirmed")]
    [InlineData("?status=confirmed", """{ "status": "" }""", "confirmed")]
    [InlineData("?status=cancelled", Confirmed, "confirmed")]
    [InlineData("", """{ "status": " CONFIRMED ", "unknown": [1] }""", "confirmed")]
    public async Task The_status_is_taken_from_the_body_and_else_from_the_query(string query, string? body, string status)
    {
        var key = await Store();
        using var response = await Push(key, body, query);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        ((string)(await response.Json())["data"]!["status"]!).ShouldBe(status);
    }

    [Theory]
    [InlineData("", "{}", "Missing status.")]
    [InlineData("", null, "Missing status.")]
    [InlineData("?status=", "{}", "Missing status.")]
    [InlineData("", """{ "status": "active" }""", "Invalid status. Allowed: draft, confirmed, cancelled")]
    [InlineData("?status=confirmed", """{ "status": 5 }""", "Invalid status.")]
    [InlineData("?status=confirmed&status=draft", null, "Invalid status.")]
    [InlineData("", "{", "The body is not valid JSON")]
    [InlineData("", "[]", "The body must be a JSON object")]
    public async Task What_cannot_be_meant_is_refused(string query, string? body, string error)
    {
        var key = await Store();
        var head = await app.Head();

        using var response = await Push(key, body, query);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Header("Content-Type").ShouldBe("application/problem+json");
        ((string)(await response.Json())["error"]!).ShouldStartWith(error);
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("confirmed", "draft", """["cancelled"]""")]
    [InlineData("cancelled", "draft", "[]")]
    [InlineData("cancelled", "confirmed", "[]")]
    public async Task A_move_outside_the_graph_is_refused_with_the_next_ones(string from, string to, string next)
    {
        var key = await Store(from);
        using var response = await Push(key, $$"""{ "status": "{{to}}" }""");
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Json())["allowed_next"]!.ToJsonString().ShouldBe(next);
    }

    [Fact]
    public async Task The_key_comes_in_its_header_and_nowhere_else()
    {
        var key = await Store();
        using var bearer = await app.Send(HttpMethod.Patch, "/v1/orders/o-1/status", Confirmed, null, ("Authorization", $"Bearer {key}"));
        using var query = await app.Send(HttpMethod.Patch, $"/v1/orders/o-1/status?api_key={key}", Confirmed, null);
        using var read = await app.Send(HttpMethod.Get, $"/v1/orders/o-1?api_key={key}", key: null);

        foreach (var response in new[] { bearer, query, read })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            response.Header("WWW-Authenticate").ShouldBe("ApiKey realm=\"orderledger\"");
            (await response.Text()).ShouldNotContain("Bearer");
        }
    }

    [Fact]
    public async Task An_order_that_is_not_there_or_another_stores_is_not_found()
    {
        var (key, other) = (await Store(), await app.NewStore($"wiz-{Guid.NewGuid():n}", "wizcommerce"));
        using var unknown = await Push(key, Confirmed, id: "nobody");
        using var foreign = await Push(other, Confirmed);
        using var read = await app.Send(HttpMethod.Get, "/v1/orders/o-1", key: other);

        foreach (var response in new[] { unknown, foreign, read })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            ((string)(await response.Json())["error"]!).ShouldBe("Order not found");
        }
    }

    [Fact]
    public async Task The_key_of_a_store_that_speaks_otherwise_is_not_enough()
    {
        using var push = await Push(LedgerApp.Key, Confirmed);
        using var read = await app.Send(HttpMethod.Get, "/v1/orders");

        foreach (var response in new[] { push, read })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            ((string)(await response.Json())["error"]!).ShouldContain("the store of this key speaks vici");
        }
    }

    [Fact]
    public async Task A_push_for_another_version_is_refused()
    {
        var key = await Store();
        using var refused = await Push(key, Confirmed, headers: ("If-Match", "\"7\""));
        using var taken = await Push(key, Confirmed, headers: ("If-Match", "\"1\""));

        refused.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        refused.Header("ETag").ShouldBe("\"1\"");
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        taken.Header("ETag").ShouldBe("\"2\"");
    }

    [Fact]
    public async Task A_retry_gets_the_first_answer_byte_for_byte()
    {
        var key = await Store();
        using var first = await Push(key, Confirmed, headers: ("Idempotency-Key", "run-1"));
        await Push(key, """{ "status": "cancelled" }""");

        using var again = await Push(key, Confirmed, headers: ("Idempotency-Key", "run-1"));
        using var other = await Push(key, """{ "status": "cancelled" }""", headers: ("Idempotency-Key", "run-1"));

        again.Header("Idempotency-Replayed").ShouldBe("true");
        (await again.Text()).ShouldBe(await first.Text());
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)(await other.Json())["error"]!).ShouldBe("idempotency_key_reused");
    }

    [Fact]
    public async Task A_status_from_before_the_last_one_is_kept_and_not_applied()
    {
        var key = await Store();
        await Push(key, """{ "status": "cancelled", "occurred_at": "2026-01-02T00:00:00Z" }""");

        using var late = await Push(key, """{ "status": "confirmed", "occurred_at": "2026-01-01T00:00:00Z" }""");

        late.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await late.Json())["data"]!["status"]!).ShouldBe("cancelled");
        (await app.Told("o-1", key)).First().ShouldBe("stale_status_reported");
    }

    private async Task<string> Store(string status = "draft")
    {
        var key = await app.NewStore($"wiz-{Guid.NewGuid():n}", "wizcommerce", Policy.Strict);
        await app.Order(key, $$"""{ "id": "o-1", "status": "{{status}}", "amount": 149.90, "po_number": "PO 7" }""");
        return key;
    }

    private Task<HttpResponseMessage> Push(
        string key, string? body, string query = "", string id = "o-1", params (string Name, string Value)[] headers) =>
        app.Send(HttpMethod.Patch, $"/v1/orders/{id}/status{query}", body, key, headers);
}
