namespace OrderLedger.Tests.Vendors.Awal;

public class AwalPushes(SocketApp app) : IClassFixture<SocketApp>
{
    [Fact]
    public async Task What_is_absent_does_not_change()
    {
        await Given("absent", members: "\"payment_status\": \"paid\", \"shipping_date\": \"2026-01-02\", \"admin_notes\": \"fragile\"");

        var data = (await (await Put("absent", """{ "status": "accepted", "payment_status": null }""")).Json())["data"]!;

        ((string)data["payment_status"]!).ShouldBe("paid");
        ((string)data["shipping_date"]!).ShouldBe("2026-01-02");
        ((string)data["admin_notes"]!).ShouldBe("fragile");
        ((string)data["status"]!).ShouldBe("accepted");
    }

    [Theory]
    [InlineData("empty", null)]
    [InlineData("object", "{}")]
    public async Task Nothing_asked_is_nothing_changed(string store, string? body)
    {
        await Given(store);
        var head = await app.Head();

        using var response = await Put(store, body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await response.Json())["data"]!["payment_status"]!).ShouldBe("unpaid");
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task The_same_again_appends_nothing()
    {
        await Given("twice");
        const string body = """{ "status": "accepted", "admin_notes": "n", "shipping_date": "2026-02-28", "branch_id": 7 }""";
        using var first = await Put("twice", body);
        var head = await app.Head();

        using var again = await app.SendSigned(Signatory.Of("twice").SecondsFromNow(-9), HttpMethod.Put, Path, body);

        (await again.Text()).ShouldBe(await first.Text());
        again.Header("Idempotency-Replayed").ShouldBeNull();
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("skip", Policy.Permissive, "pending", "shipped", 200)]
    [InlineData("step-strict", Policy.Strict, "pending", "accepted", 200)]
    [InlineData("skip-strict", Policy.Strict, "pending", "shipped", 409)]
    [InlineData("back", Policy.Permissive, "shipped", "accepted", 409)]
    [InlineData("cancel", Policy.Permissive, "accepted", "cancelled", 200)]
    [InlineData("uncancel", Policy.Permissive, "cancelled", "accepted", 409)]
    public async Task Statuses_are_climbed(string store, Policy policy, string from, string to, int status)
    {
        await Given(store, policy, from);
        using var response = await Put(store, $$"""{ "status": "{{to}}" }""");
        ((int)response.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task A_skipped_rung_is_flagged_in_the_history()
    {
        await Given("flagged");
        await Put("flagged", """{ "status": "delivered" }""");
        var newest = (await app.Get("/api/orders/1/history", "the-key-of-store-flagged"))["events"]![0]!;
        ((bool)newest["event"]!["unusual"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_report_older_than_the_last_is_answered_as_any_other_and_not_applied()
    {
        await Given("stale");
        await Put("stale", """{ "status": "shipped", "occurred_at": "2026-01-02T10:00:00Z" }""");
        using var response = await Put("stale", """{ "status": "accepted", "occurred_at": "2026-01-02T09:00:00Z", "reason": "late" }""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await response.Json())["data"]!["status"]!).ShouldBe("shipped");
    }

    [Fact]
    public async Task A_version_that_has_moved_on_is_refused()
    {
        await Given("moved");
        using var response = await Put("moved", """{ "status": "accepted" }""", ("If-Match", "\"9\""));
        response.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        response.Header("ETag").ShouldBe("\"1\"");
        ((string)(await response.Json())["error"]!).ShouldBe("validation_failed");
    }

    [Fact]
    public async Task An_idempotency_key_belongs_to_one_request()
    {
        await Given("keyed");
        using var first = await Put("keyed", """{ "status": "accepted" }""", ("Idempotency-Key", "a"));
        using var again = await app.SendSigned(Signatory.Of("keyed").SecondsFromNow(-9), HttpMethod.Put, Path,
            """{ "status": "accepted" }""", ("Idempotency-Key", "a"));
        using var other = await Put("keyed", """{ "status": "shipped" }""", ("Idempotency-Key", "a"));

        again.Header("Idempotency-Replayed").ShouldBe("true");
        (await again.Text()).ShouldBe(await first.Text());
        ((int)other.StatusCode).ShouldBe(422);
        ((string)(await other.Json())["error"]!).ShouldBe("idempotency_key_reused");
    }

    [Fact]
    public async Task An_order_of_another_store_is_not_there()
    {
        await Given("mine");
        await app.NewStore("theirs", "awal");
        using var response = await app.SendSigned(Signatory.Of("theirs"), HttpMethod.Put, Path,
            """{ "status": "accepted" }""", ("X-Request-Id", "req_7"));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Text()).ShouldBe(
            """{"error":"resource_not_found","message":"Order not found","details":{},"request_id":"req_7"}""");
    }

    [Fact]
    public async Task A_larger_body_is_refused_in_the_vendors_shape()
    {
        await Given("shapes");
        using var large = await Put("shapes", new string(' ', (1 << 20) + 1));
        ((int)large.StatusCode).ShouldBe(413);
        ((string)(await large.Json())["error"]!).ShouldBe("validation_failed");
    }

    private const string Path = "/orders/1?phone_number_id=123456";

    private async Task Given(string store, Policy policy = Policy.Permissive, string status = "pending", string members = "")
    {
        await app.NewStore(store, "awal", policy);
        await app.RegisterAt(store, "1", status, members);
    }

    private Task<HttpResponseMessage> Put(string store, string? body, params (string Name, string Value)[] headers) =>
        app.SendSigned(Signatory.Of(store), HttpMethod.Put, Path, body, headers);
}
