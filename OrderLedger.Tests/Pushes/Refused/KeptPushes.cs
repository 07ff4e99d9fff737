namespace OrderLedger.Tests.Pushes.Refused;

public class KeptPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData(400, "/api/orders/1/status", """{ "order_status": "shipped" }""", "Invalid order_status. Allowed: ")]
    [InlineData(404, "/api/orders/2/status", """{ "order_status": "completed" }""", "Order not found")]
    [InlineData(409, "/api/orders/1/status", """{ "order_status": "checkout-draft" }""", "An order that is 'completed' cannot become")]
    public async Task A_refused_push_is_kept_with_payload_reason_and_the_name_of_its_key(int status, string path, string body,
        string reason)
    {
        var key = await app.NewStore($"refused-{status}", policy: Policy.Strict);
        await app.Make("1", "completed", key);

        await app.Refused(status, HttpMethod.Patch, path, body, key, ("Idempotency-Key", "run-7"), ("X-Request-Id", $"asked-{status}"));

        var kept = (await app.Kept(key)).ShouldHaveSingleItem();
        ((int)kept["status"]!).ShouldBe(status);
        ((string)kept["reason"]!).ShouldStartWith(reason);
        ((string)kept["actor"]!).ShouldBe($"owner of refused-{status}");
        ((string)kept["method"]!).ShouldBe("PATCH");
        ((string)kept["path"]!).ShouldBe(path);
        ((string)kept["request_id"]!).ShouldBe($"asked-{status}");
        ((string)kept["idempotency_key"]!).ShouldBe("run-7");
        ((string)kept["state"]!).ShouldBe("open");
        ((int)kept["tries"]!).ShouldBe(1);
        JsonNode.DeepEquals(kept["body"], JsonNode.Parse(body)).ShouldBeTrue();
        ((DateTimeOffset)kept["received_at"]!).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
        (await app.Faults()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("wizcommerce", "PATCH", "/v1/orders/nowhere/status", """{ "status": "confirmed" }""", 404, "Order not found")]
    [InlineData("whatalo", "PATCH", "/v1/orders/nowhere", """{ "status": "nothing" }""", 422, "Invalid status. Allowed: ")]
    [InlineData("wizcommerce", "POST", "/api/orders", """{ "id": "1" }""", 400, "Missing status")]
    [InlineData("genuka", "PATCH", "/api/orders/no-ulid/status", """{ "status": "confirmed" }""", 400, "Invalid order id")]
    [InlineData("whatalo", "POST", "/api/orders/bulk-status", "[1,", 400, "The body is not valid JSON")]
    public async Task So_are_those_of_every_dialect(string dialect, string method, string path, string body, int status, string reason)
    {
        var key = await app.NewStore($"{dialect}-{method}-{path.Length}".ToLowerInvariant(), dialect);

        await app.Refused(status, new(method), path, body, key);

        ((string)(await app.Kept(key)).ShouldHaveSingleItem()["reason"]!).ShouldStartWith(reason);
    }

    [Fact]
    public async Task A_push_that_is_refused_before_its_body_is_read_is_kept_with_its_body()
    {
        var key = await app.NewStore("unread", "whatalo");
        await app.Refused(404, HttpMethod.Patch, "/v1/orders/" + new string('x', 3_000), """{ "status": "confirmed" }""", key);
        ((string)(await app.Kept(key)).ShouldHaveSingleItem()["body"]!["status"]!).ShouldBe("confirmed");
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_shown_as_text()
    {
        var key = await app.NewStore("no-json");
        await app.Refused(400, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "\ud800" """, key);
        ((string)(await app.Kept(key)).ShouldHaveSingleItem()["body"]!).ShouldBe("""{ "order_status": "\ud800" """);
    }

    [Fact]
    public async Task A_long_body_is_shown_with_the_push_and_not_in_the_list()
    {
        var key = await app.NewStore("long");
        var body = $$"""{ "order_status": "completed", "note": "{{new string('x', 20_000)}}" }""";
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status", body, key);

        var kept = (await app.Kept(key)).ShouldHaveSingleItem();

        kept["body"].ShouldBeNull();
        ((int)kept["body_bytes"]!).ShouldBe(body.Length);
        ((string)(await app.Get($"{InboxTalk.Inbox}/{kept["id"]}", key))["body"]!["note"]!).Length.ShouldBe(20_000);
    }

    [Fact]
    public async Task What_was_not_proven_or_is_answered_otherwise_is_not_kept()
    {
        var key = await app.NewStore("others");
        var path = "/api/orders/1/status";
        await app.Make("1", "pending", key);

        await app.Refused(401, HttpMethod.Patch, "/api/orders/2/status", "{}", "not a key");
        await app.Refused(403, HttpMethod.Patch, "/v1/orders/2/status", "{}", key);
        await app.Refused(412, HttpMethod.Patch, path, """{ "order_status": "completed" }""", key, ("If-Match", "\"7\""));
        // Announced before it is sent, so that the answer is read every time.
        await app.Refused(413, HttpMethod.Patch, path, new string(' ', 2 << 20), key, ("Expect", "100-continue"));
        await app.Refused(404, HttpMethod.Get, "/api/orders/2", "{}", key);
        await app.Refused(405, HttpMethod.Put, path, "{}", key);
        using (var unread = await app.SendRaw(HttpMethod.Patch, path, "a=b".Bytes(), "text/plain", ("x-api-key", key)))
            ((int)unread.StatusCode).ShouldBe(415);
        using (var taken = await app.Send(HttpMethod.Patch, path, """{ "order_status": "completed" }""", key))
            ((int)taken.StatusCode).ShouldBe(200);

        (await app.Kept(key)).ShouldBeEmpty();
        await using var count = app.Sql.CreateCommand("select count(*) from ledger.ol_rejected_push where store = 'others'");
        (await count.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Theory]
    [InlineData("?api_key={0}", "")]
    [InlineData("?a=1&API_KEY={0}&b=%20", "?a=1&b=%20")]
    [InlineData("?api%5Fkey={0}&c", "?c=")]
    public async Task A_key_in_the_query_is_not_kept(string query, string kept)
    {
        var key = await app.NewStore($"query-{query.Length}");
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status" + string.Format(null, query, key), """{ "order_status": "completed" }""", null);
        await app.Refused(404, HttpMethod.Patch, "/api/orders/2/status", """{ "order_status": "completed" }""", key);
        await app.Refused(404, HttpMethod.Patch, "/api/orders/3/status", """{ "order_status": "completed" }""", null, ("Authorization", $"Bearer {key}"));

        ((string)(await app.Kept(key))[^1]["query"]!).ShouldBe(kept);
        await using var rows = app.Sql.CreateCommand("select count(*) from ledger.ol_rejected_push p where p::text like '%the-key-of-%'");
        (await rows.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task A_push_that_cannot_be_kept_is_told_to_come_again()
    {
        var key = await app.NewStore("away");
        await app.Shut();
        try
        {
            using var response = await app.Send(HttpMethod.Patch, "/api/orders/1/status", "{}", key);
            ((int)response.StatusCode).ShouldBe(503);
            response.Header("Retry-After").ShouldNotBeNull();
        }
        finally
        {
            await app.Open();
        }
    }
}
