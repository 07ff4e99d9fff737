using OrderLedger.Api.Http;

namespace OrderLedger.Tests.Pushes;

public class BulkPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Each_row_is_decided_for_itself()
    {
        await app.Register("1", "processing");
        await app.Register("2", "completed");

        using var response = await Push("""
            {"order_id":1,"order_status":"completed"}, {"order_id":"2","status":"completed"}, {"order_id":"3","status":"completed"},
            {"order_id":"x","status":"completed"}, {"order_id":2,"status":"gone"}, 7,
            {"order_id":2,"status":"processing","occurred_at":"2026-01-01T00:00:00Z"}
            """);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await response.Json();
        answer["results"]!.AsArray().Select(r => $"{r!["order_id"]} {r["status"]} {r["outcome"]}").ShouldBe(
            ["1 200 changed", "2 200 unchanged", "3 404 refused", "x 400 refused", "2 400 refused", " 400 refused", "2 200 changed"]);
        answer["results"]![0]!.ToJsonString().ShouldBe(
            """{"order_id":"1","status":200,"outcome":"changed","changed":true,"order_status":"completed","previous_status":"processing","version":2,"replayed":false}""");
        ((string)answer["results"]![4]!["error"]!).ShouldStartWith("Invalid status. Allowed: pending, processing");
        answer["counts"]!.ToJsonString().ShouldBe("""{"changed":2,"refused":4,"total":7,"unchanged":1}""");
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_of_one_order_are_decided_in_their_order()
    {
        await app.Register("11");

        using var response = await Push("""{"order_id":11,"status":"processing"}, {"order_id":11,"status":"completed"}, {"order_id":11,"status":"refunded"}""");

        (await response.Json())["results"]!.AsArray().Select(r => (string)r!["previous_status"]!)
            .ShouldBe(["pending", "processing", "completed"]);
    }

    [Fact]
    public async Task A_thousand_rows_are_answered_in_one()
    {
        var ids = Enumerable.Range(10_000, 1_000).ToList();
        await Task.WhenAll(ids.Select(id => app.Register($"{id}")));

        using var response = await Push(string.Join(',', ids.Select(id => $$"""{"order_id":{{id}},"status":"completed"}""")));

        (await response.Json())["counts"]!.ToJsonString().ShouldBe("""{"changed":1000,"total":1000}""");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"updates":[]}""")]
    [InlineData("""{"updates":{"order_id":1}}""")]
    public async Task Without_rows_it_is_refused(string body)
    {
        using var response = await app.Send(HttpMethod.Post, "/api/orders/bulk-status", body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldStartWith("Send 1 to 1000 rows:");
    }

    [Fact]
    public async Task Beyond_a_thousand_rows_it_is_refused()
    {
        using var response = await Push(string.Join(',', Enumerable.Repeat("""{"order_id":1,"status":"completed"}""", 1_001)));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_same_request_again_is_answered_the_same_and_appends_nothing()
    {
        await app.Register("21");
        await app.Register("22");
        const string rows = """{"order_id":21,"status":"completed"}, {"order_id":22,"status":"failed"}, {"order_id":21,"status":"refunded"}""";
        var first = await (await Push(rows, "nightly-1")).Json();
        var head = await app.Head();

        var again = await (await Push(rows, "nightly-1")).Json();
        using var other = await Push("""{"order_id":21,"status":"pending"}""", "nightly-1");

        foreach (var row in again["results"]!.AsArray())
        {
            ((bool)row!["replayed"]!).ShouldBeTrue();
            row["replayed"] = false;
        }
        JsonNode.DeepEquals(again, first).ShouldBeTrue();
        ((string)(await other.Json())["results"]![0]!["error"]!).ShouldBe("idempotency_key_reused");
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_strict_stores_refusal_says_what_is_allowed()
    {
        var key = await app.NewStore("bulk-whatalo", "whatalo");
        await app.Send(HttpMethod.Post, "/api/orders", """{"id":"w-1","status":"completed"}""", key);

        using var response = await app.Send(HttpMethod.Post, "/api/orders/bulk-status", """{"updates":[{"order_id":"w-1","status":"confirmed"}]}""", key);

        (await response.Json())["results"]![0]!.ToJsonString(Wire.Options).ShouldBe(
            """{"order_id":"w-1","status":409,"outcome":"refused","changed":false,"error":"An order that is 'completed' cannot become 'confirmed' here.","from":"completed","to":"confirmed","allowed_next":["returned"]}""");
    }

    private Task<HttpResponseMessage> Push(string rows, string? name = null) => app.Send(
        HttpMethod.Post, "/api/orders/bulk-status", $$"""{"updates":[{{rows}}]}""", LedgerApp.Key,
        name is null ? [] : [("Idempotency-Key", name)]);
}
