using System.Diagnostics;

namespace OrderLedger.Tests.Feed;

/// <summary>GET /api/events: which events it answers with, and from where the next request goes on.</summary>
public class FeedPages(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Are_in_order_and_the_next_begins_where_one_ended()
    {
        var after = await app.Head();
        foreach (var order in new[] { "101", "102", "103" })
            await app.Register(order);

        var first = await app.Get($"/api/events?after={after}&limit=2");
        var second = await app.Get($"/api/events?after={first["next"]}&limit=2");
        var third = await app.Get($"/api/events?after={second["next"]}&limit=2");

        Orders(first).ShouldBe(["101", "102"]);
        ((bool)first["more"]!).ShouldBeTrue();
        Orders(second).ShouldBe(["103"]);
        ((bool)second["more"]!).ShouldBeFalse();
        Orders(third).ShouldBeEmpty();
        ((long)third["next"]!).ShouldBe((long)second["next"]!);
    }

    [Fact]
    public async Task Say_what_a_webhook_says()
    {
        await app.Register("111", "pending", "12.50");
        (await app.Patch("111", """{"order_status":"completed","reason":"said by phone"}""")).Dispose();
        var after = (long)(await app.Get("/api/events?after=end"))["next"]! - 2;

        using var answer = await app.Send(HttpMethod.Get, $"/api/events?after={after}");
        var text = await answer.Text();
        var events = JsonNode.Parse(text)!["events"]!.AsArray();

        events.Select(e => (string)e!["type"]!).ShouldBe(["order.registered", "order.status_changed"]);
        var changed = events[1]!["data"]!.AsObject();
        changed.Select(m => m.Key).ShouldBe(["store", "order_id", "order_number", "from", "to", "phase", "version", "seq", "occurred_at",
            "recorded_at", "actor", "source", "total", "currency", "reason"]);
        ((string?)changed["from"], (string?)changed["to"], (string?)changed["phase"], (int)changed["version"]!)
            .ShouldBe(("pending", "completed", "done", 2));
        text.ShouldNotContain("phone", Case.Sensitive, "nobody asked for details");
        (await app.Get($"/api/events?after={after}&details=true"))["events"]![1]!["data"]!["reason"]!.GetValue<string>().ShouldBe("said by phone");
        answer.Header("Link").ShouldBe($"</api/events?after={after + 2}>; rel=\"next\"");
    }

    [Fact]
    public async Task Are_chosen_by_type_and_by_what_the_order_is_after_the_event()
    {
        var after = await app.Head();
        await app.Register("121", "pending");
        (await app.Patch("121", """{"order_status":"completed"}""")).Dispose();
        (await app.Send(HttpMethod.Post, "/api/orders", """{"id":"121","status":"completed","payment_status":"paid"}""")).Dispose();
        (await app.Patch("121", """{"order_status":"refunded"}""")).Dispose();
        async Task<IEnumerable<string>> Types(string filter) =>
            (await app.Get($"/api/events?after={after}&{filter}"))["events"]!.AsArray().Select(e => (string)e!["type"]!);

        (await Types("types=*&statuses=completed")).ShouldBe(["order.status_changed", "order.payment_status_changed"]);
        (await Types("types=*&phases=refunded,open")).ShouldBe(["order.registered", "order.status_changed"]);
        (await Types("types=order.payment_status_changed")).ShouldBe(["order.payment_status_changed"]);
        (await Types("statuses=cancelled")).ShouldBeEmpty();
        ((long)(await app.Get($"/api/events?after={after}&statuses=cancelled"))["next"]!).ShouldBe(await app.Head(),
            "what did not pass need not be looked at again");
    }

    [Fact]
    public async Task Of_another_store_are_not_among_them()
    {
        var key = await app.NewStore("beside");
        var after = await app.Head();
        await app.Register("131");
        await app.RegisterAt("beside", "132");

        Orders(await app.Get($"/api/events?after={after}")).ShouldBe(["131"]);
        Orders(await app.Get($"/api/events?after={after}", key)).ShouldBe(["132"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Come_as_soon_as_something_is_committed(bool withDetails)
    {
        var after = await app.Head();
        var clock = Stopwatch.StartNew();
        var waiting = app.Get($"/api/events?after={after}&wait=30&details={(withDetails ? "true" : "false")}");
        await app.Register($"14{(withDetails ? 1 : 0)}");

        Orders(await waiting).Count().ShouldBe(1);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task Have_each_push_as_soon_as_it_is_answered_also_while_others_listen()
    {
        var after = await app.Head();
        var waiting = app.Get($"/api/events?after={after}&wait=30&statuses=cancelled");
        for (var i = 0; i < 60; i++)
        {
            await app.Register($"17{i:00}");

            Orders(await app.Get($"/api/events?after={after + i}")).ShouldBe([$"17{i:00}"]);
        }
        await app.Register("1790", "cancelled");
        await waiting;
    }

    [Fact]
    public async Task Come_empty_when_the_wait_is_over()
    {
        var after = await app.Head();

        var page = await app.Get($"/api/events?after={after}&wait=1");

        Orders(page).ShouldBeEmpty();
        ((long)page["next"]!).ShouldBe(after);
    }

    [Fact]
    public async Task Come_as_cloud_events_to_who_accepts_them()
    {
        await app.Register("151", "pending", "12.50");
        var after = (long)(await app.Get("/api/events?after=end"))["next"]! - 1;

        using var answer = await app.Send(HttpMethod.Get, $"/api/events?after={after}", null, LedgerApp.Key,
            ("Accept", "application/json;q=0.1, application/cloudevents-batch+json"));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/cloudevents-batch+json");
        var e = JsonNode.Parse(await answer.Text())!.AsArray().Single()!;
        ((string?)e["specversion"], (string?)e["source"], (string?)e["type"], (string?)e["subject"], (string?)e["datacontenttype"])
            .ShouldBe(("1.0", "/stores/default", "orderledger.order.registered", "151", "application/json"));
        ((string?)e["id"]).ShouldBe(await app.Ask<string>("select id::text from ledger.mt_events where stream_id = '151'"));
        DateTimeOffset.Parse((string)e["time"]!, null).ShouldBe(DateTimeOffset.Parse((string)e["data"]!["occurred_at"]!, null));
        ((string?)e["data"]!["to"], (decimal)e["data"]!["total"]!).ShouldBe(("pending", 12.5m));
        answer.Header("Link").ShouldBe($"</api/events?after={after + 1}>; rel=\"next\"");
    }

    [Theory]
    [InlineData("after=-1", "after takes")]
    [InlineData("limit=1001", "limit takes")]
    [InlineData("wait=31", "wait takes")]
    [InlineData("types=order.lost", "order.status_changed")]
    [InlineData("statuses=a%20b", "completed")]
    [InlineData("phases=lost", "in_progress")]
    [InlineData("details=perhaps", "details takes")]
    [InlineData("type=order.registered", "Unknown parameter: type")]
    public async Task Are_refused_with_a_sentence_where_a_parameter_cannot_be_taken(string query, string said)
    {
        using var answer = await app.Send(HttpMethod.Get, $"/api/events?{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await answer.Json())["error"]!).ShouldContain(said);
    }

    [Fact]
    public async Task Are_refused_behind_the_end_of_the_ledger()
    {
        await app.Register("161");
        var head = await app.Head();

        using var answer = await app.Send(HttpMethod.Get, $"/api/events?after={head + 1_000}&wait=30");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((long)(await answer.Json())["head"]!).ShouldBeGreaterThanOrEqualTo(head);
    }

    private static IEnumerable<string> Orders(JsonObject page) => page["events"]!.AsArray().Select(e => (string)e!["data"]!["order_id"]!);
}
