namespace OrderLedger.Tests.Pushes;

public class ConditionalPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData(1, "\"1\"")]
    [InlineData(2, "*")]
    [InlineData(3, "\"7\", \"1\"")]
    [InlineData(4, "W/\"1\",\"1\"")]
    public async Task A_push_whose_If_Match_holds_is_taken(int id, string ifMatch)
    {
        await app.Register($"{id}");

        using var response = await app.Patch($"{id}", """{ "order_status": "completed" }""", ("If-Match", ifMatch));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Header("ETag").ShouldBe("\"2\"");
    }

    [Theory]
    [InlineData(11, "\"2\"")]
    [InlineData(12, "W/\"1\"")]
    [InlineData(13, "\"not-ours\"")]
    [InlineData(14, "\"99999999999999999999\"")]
    public async Task One_whose_If_Match_differs_is_refused_with_the_present_tag(int id, string ifMatch)
    {
        await app.Register($"{id}");
        var head = await app.Head();

        using var response = await app.Patch($"{id}", """{ "order_status": "completed" }""", ("If-Match", ifMatch));

        response.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        response.Header("ETag").ShouldBe("\"1\"");
        ((string)(await response.Json())["error"]!).ShouldBe("The order has changed: it is at version 1.");
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1")]
    [InlineData("\"")]
    [InlineData("1, \"2\"")]
    public async Task An_unreadable_If_Match_is_an_error_and_never_ignored(string ifMatch)
    {
        await app.Register("21");

        using var response = await app.Patch("21", """{ "order_status": "completed" }""", ("If-Match", ifMatch));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldContain("If-Match");
    }

    [Theory]
    [InlineData("/api/webhooks/order")]
    [InlineData("/api/orders")]
    public async Task A_report_of_the_whole_order_is_held_to_it_too(string path)
    {
        await app.Register("41");

        using var differs = await app.Send(HttpMethod.Post, path, """{"id":41,"status":"processing"}""", LedgerApp.Key, ("If-Match", "\"7\""));
        using var unknown = await app.Send(HttpMethod.Post, path, """{"id":4100,"status":"processing"}""", LedgerApp.Key, ("If-Match", "\"1\""));

        differs.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        unknown.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task The_tag_of_one_answer_is_the_condition_of_the_next()
    {
        await app.Register("31");
        using var first = await app.Patch("31", """{ "order_status": "processing" }""");
        var tag = first.Header("ETag")!;

        using var second = await app.Patch("31", """{ "order_status": "completed" }""", ("If-Match", tag));
        using var third = await app.Patch("31", """{ "order_status": "failed" }""", ("If-Match", tag));

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        third.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task An_unknown_order_is_not_found_whatever_is_expected_of_it()
    {
        using var response = await app.Patch("404", """{ "order_status": "failed" }""", ("If-Match", "*"));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
