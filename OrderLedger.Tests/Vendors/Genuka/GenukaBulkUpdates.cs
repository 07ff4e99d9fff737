namespace OrderLedger.Tests.Vendors.Genuka;

public class GenukaBulkUpdates(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string Updated = """{"message":"Orders status updated"}""";

    [Fact]
    public async Task Push_the_same_to_every_order_named_and_to_each_once()
    {
        var company = await Company.Open(app, "fb-all");
        await Register(company, 1, 2);

        using var response = await Update(company, [1, 2, 1], ""","status":"shipped","billing":{"status":"paid"},"metadata":{"batch":7}""");

        (await response.Text()).ShouldBe(Updated);
        foreach (var number in new[] { 1, 2 })
        {
            using var read = await company.Send(HttpMethod.Get, Company.OrderId(number));
            var order = await read.Json();
            ((string)order["status"]!).ShouldBe("shipped");
            ((string)order["billing"]!["status"]!).ShouldBe("paid");
            ((int)order["metadata"]!["batch"]!).ShouldBe(7);
        }
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_unknown_order_leaves_all_as_they_were()
    {
        var (company, other) = (await Company.Open(app, "fb-unknown"), await Company.Open(app, "fb-other"));
        await Register(company, 1, 2);
        await other.Register(3);
        var head = await app.Head();

        using var response = await Update(company, [1, 3, 2], ""","status":"shipped" """);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Text()).ShouldBe("""{"status":"error","code":404,"data":null,"message":"The order does not exist"}""");
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task One_refused_move_leaves_all_as_they_were_and_is_named_by_its_order()
    {
        var company = await Company.Open(app, "fb-strict", Policy.Strict);
        await company.Register(1, "confirmed");
        await company.Register(2, "completed");
        var head = await app.Head();

        using var response = await Update(company, [1, 2], ""","status":"shipped" """);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Json())["errors"]!.AsObject().Select(e => $"{e.Key}: {e.Value![0]}").ShouldBe(
            [$"{Company.OrderId(2)}: An order that is 'completed' cannot become 'shipped' here. Allowed: none"]);
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task Take_more_orders_than_a_batch_holds()
    {
        var company = await Company.Open(app, "fb-many");
        var numbers = Enumerable.Range(1, 300).ToArray();
        await Register(company, numbers);

        using var response = await Update(company, numbers, ""","status":"completed" """);

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        (await app.Get("/api/kpis", company.Key))["by_status"]!.ToJsonString().ShouldBe("""{"completed":300}""");
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_request_again_is_answered_the_same_and_appends_nothing()
    {
        var company = await Company.Open(app, "fb-again");
        await Register(company, 1, 2, 3);
        (string, string) name = ("Idempotency-Key", new('k', 255));
        using var first = await Update(company, [1, 2], ""","status":"shipped" """, name);
        using var between = await company.Push(1, """{"status":"completed"}""");
        var head = await app.Head();

        using var again = await Update(company, [1, 2], ""","status":"shipped" """, name);

        (await again.Text()).ShouldBe(Updated);
        again.Header("Idempotency-Replayed").ShouldBe("true");
        foreach (var numbers in new[] { [1, 2], [2], new[] { 3 } })
        {
            using var other = await Update(company, numbers, ""","status":"canceled" """, name);
            other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            ((string)(await other.Json())["error"]!).ShouldBe("idempotency_key_reused");
        }
        (await app.Head()).ShouldBe(head);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}", "order_ids")]
    [InlineData("""{"order_ids":[]}""", "order_ids")]
    [InlineData("""{"order_ids":"01k76xt7z87katy392s0000001"}""", "order_ids")]
    [InlineData("""{"order_ids":["01k76xt7z87katy392s0000001","2539"]}""", "order_ids.1")]
    [InlineData("""{"order_ids":["01k76xt7z87katy392s0000001"],"status":"lost"}""", "status")]
    public async Task What_is_wrong_with_the_body_is_named(string body, string field)
    {
        var company = await Company.Open(app, $"fb-wrong-{Guid.NewGuid():n}"[..30]);
        using var response = await company.Send(HttpMethod.Put, "status/bulk-update", body);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.Json())["errors"]!.AsObject().Select(e => e.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task Beyond_a_thousand_orders_nothing_is_taken()
    {
        var company = await Company.Open(app, "fb-too-many");
        using var response = await Update(company, [.. Enumerable.Range(1, 1_001)], "");
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)(await response.Json())["errors"]!["order_ids"]![0]!).ShouldBe("Send 1 to 1000 ids.");
    }

    private static Task Register(Company company, params int[] numbers) =>
        Task.WhenAll(numbers.Select(number => company.Register(number)));

    private static Task<HttpResponseMessage> Update(
        Company company, int[] numbers, string more, params (string Name, string Value)[] headers) =>
        company.Send(HttpMethod.Put, "status/bulk-update",
            $$"""{"order_ids":["{{string.Join("\",\"", numbers.Select(Company.OrderId))}}"]{{more}}}""", headers);
}
