namespace OrderLedger.Tests.Pushes;

public class ParallelPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const int Senders = 20;

    /// <summary>Dialect, the order as it comes in, the route, and a push of it.</summary>
    public static TheoryData<string, string, string, string> Ways => new()
    {
        { "vici", """{ "id": 1, "status": "pending" }""", "/api/orders/1/status", """{ "order_status": "completed" }""" },
        { "genuka", """{ "id": "01jqz3k4m5n6p7q8r9s0t1v2w3", "status": "pending" }""", "/api/orders/01jqz3k4m5n6p7q8r9s0t1v2w3/status",
            """{ "status": "confirmed" }""" },
        { "wizcommerce", """{ "id": "1", "status": "draft" }""", "/v1/orders/1/status", """{ "status": "confirmed" }""" },
        { "whatalo", """{ "id": "1", "status": "pending" }""", "/v1/orders/1", """{ "status": "confirmed" }""" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Of_twenty_at_once_one_is_written(string dialect, string order, string route, string push)
    {
        var key = await app.NewStore($"{dialect}-at-once", dialect);
        await app.Order(key, order);
        var head = await app.Head();

        var answers = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => app.Send(HttpMethod.Patch, route, push, key)));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        (await app.Head()).ShouldBe(head + 1);
        var told = await Task.WhenAll(answers.Select(a => a.Json()));
        if (told[0].ContainsKey("changed"))
            told.Count(answer => (bool)answer["changed"]!).ShouldBe(1);
        else
            told.Select(answer => answer.ToJsonString()).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Under_one_idempotency_key_all_get_one_answer(string dialect, string order, string route, string push)
    {
        var key = await app.NewStore($"{dialect}-one-key", dialect);
        await app.Order(key, order);
        var head = await app.Head();

        var answers = await Task.WhenAll(Enumerable.Range(0, Senders)
            .Select(_ => app.Send(HttpMethod.Patch, route, push, key, ("Idempotency-Key", "all-of-us"))));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        (await app.Head()).ShouldBe(head + 1);
        (await Task.WhenAll(answers.Select(a => a.Text()))).Distinct().ShouldHaveSingleItem();
        answers.Count(a => a.Header("Idempotency-Replayed") is null).ShouldBe(1);
    }
}
