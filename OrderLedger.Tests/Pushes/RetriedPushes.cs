namespace OrderLedger.Tests.Pushes;

public class RetriedPushes(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Body = """{ "order_status": "completed" }""";

    [Fact]
    public async Task The_same_key_and_body_get_the_first_answer_byte_for_byte()
    {
        await app.Register("1", "processing");
        using var first = await app.Patch("1", Body, ("Idempotency-Key", "run-1"));
        await app.Patch("1", """{ "order_status": "refunded" }""");
        var head = await app.Head();

        using var again = await app.Patch("1", Body, ("Idempotency-Key", "run-1"));

        (await again.Text()).ShouldBe(await first.Text());
        again.StatusCode.ShouldBe(first.StatusCode);
        again.Header("ETag").ShouldBe(first.Header("ETag"));
        again.Header("Idempotency-Replayed").ShouldBe("true");
        first.Header("Idempotency-Replayed").ShouldBeNull();
        (await app.Head()).ShouldBe(head);
        ((string)(await app.Get("/api/orders/1"))["status"]!).ShouldBe("refunded");
    }

    [Fact]
    public async Task A_push_that_changed_nothing_is_remembered_too()
    {
        await app.Register("2", "completed");
        using var first = await app.Patch("2", Body, ("Idempotency-Key", "run-2"));
        await app.Patch("2", """{ "order_status": "refunded" }""");

        using var again = await app.Patch("2", Body, ("Idempotency-Key", "run-2"));

        (await again.Text()).ShouldBe(await first.Text());
    }

    [Theory]
    [InlineData("3", """{ "order_status": "failed" }""")]
    [InlineData("4", Body)]
    public async Task The_same_key_for_another_body_or_order_is_refused(string orderId, string body)
    {
        await app.Register("3");
        await app.Register("4");
        await app.Patch("3", Body, ("Idempotency-Key", "run-3"));
        var head = await app.Head();

        using var response = await app.Patch(orderId, body, ("Idempotency-Key", "run-3"));

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)(await response.Json())["error"]!).ShouldBe("idempotency_key_reused");
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_refused_push_does_not_use_up_its_key()
    {
        using var tooEarly = await app.Patch("5", Body, ("Idempotency-Key", "run-5"));
        await app.Register("5");

        using var again = await app.Patch("5", Body, ("Idempotency-Key", "run-5"));

        tooEarly.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.Header("Idempotency-Replayed").ShouldBeNull();
    }

    [Fact]
    public async Task Twenty_at_once_with_one_key_are_one_push_and_one_answer()
    {
        await app.Register("6");
        var head = await app.Head();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await app.Patch("6", Body, ("Idempotency-Key", "run-6"));
            return await response.Text();
        }));

        answers.Distinct().Count().ShouldBe(1);
        (await app.Head()).ShouldBe(head + 1);
    }

    [Fact]
    public async Task Two_stores_may_use_the_same_key()
    {
        var other = await app.NewStore("other");
        await app.Register("7");
        await app.Send(HttpMethod.Post, "/api/webhooks/order", """{ "id": 7 }""", other);
        await app.Patch("7", Body, ("Idempotency-Key", "run-7"));

        using var response = await app.Send(HttpMethod.Patch, "/api/orders/7/status", """{ "order_status": "failed" }""", other, ("Idempotency-Key", "run-7"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\twords")]
    [InlineData("\"\"")]
    public async Task A_key_is_printable_ascii(string key)
    {
        await app.Register("8");
        using var response = await app.Patch("8", Body, ("Idempotency-Key", key));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldContain("Idempotency-Key");
    }

    [Fact]
    public async Task A_key_has_up_to_255_characters()
    {
        await app.Register("9");
        using var taken = await app.Patch("9", Body, ("Idempotency-Key", new string('k', 255)));
        using var refused = await app.Patch("9", Body, ("Idempotency-Key", new string('k', 256)));
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_intake_that_comes_again_is_answered_201_again()
    {
        using var first = await app.Send(HttpMethod.Post, "/api/webhooks/order", """{ "id": 10 }""", LedgerApp.Key, ("Idempotency-Key", "in-1"));
        using var again = await app.Send(HttpMethod.Post, "/api/webhooks/order", """{ "id": 10 }""", LedgerApp.Key, ("Idempotency-Key", "in-1"));

        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await again.Text()).ShouldBe(await first.Text());
        again.Header("Idempotency-Replayed").ShouldBe("true");
    }
}
