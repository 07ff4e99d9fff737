namespace OrderLedger.Tests.Http;

public class MendedInput(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData(1, """ "note": "a\u0000b" """, "note", "a\ufffdb")]
    [InlineData(2, """ "note": "\ud83d" """, "note", "\ufffd")]
    [InlineData(3, """ "note": "\ude00 \ud83d\ude00 \\u0000" """, "note", "\ufffd \ud83d\ude00 \\u0000")]
    [InlineData(4, """ "note": "\ud83d\ud83d\ude00\u0000\u0000" """, "note", "\ufffd\ud83d\ude00\ufffd\ufffd")]
    [InlineData(5, """ "a\u0000b": "x" """, "a\ufffdb", "x")]
    [InlineData(6, """ "n": 1e200000 """, "n", "1e200000")]
    [InlineData(7, """ "n": -9999999999999999999999999999999999999999999999999999999999999999999999 """, "n",
        "-9999999999999999999999999999999999999999999999999999999999999999999999")]
    public async Task What_no_database_stores_is_replaced_and_the_status_is_taken(int id, string member, string name, string kept)
    {
        using var response = await app.Send(HttpMethod.Post, "/api/webhooks/order", $$"""{ "id": {{id}}, "status": "completed", {{member}} }""");

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        ((string)(await response.Json())["notes"]!.AsArray().Single()!).ShouldContain("were replaced");
        ((string)(await app.Get($"/api/orders/{id}"))["details"]!["other"]![name]!).ShouldBe(kept);
        (await app.Faults()).ShouldBeEmpty();
    }
}
