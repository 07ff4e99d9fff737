namespace OrderLedger.Tests.Vendors.Genuka;

public class GenukaReads(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Activities_tell_who_changed_the_status_from_what_to_what_newest_first()
    {
        var company = await Company.Open(app, "fr-acts");
        await company.Register(1);
        await company.Push(1, """{"status":"confirmed"}""");
        await company.Push(1, """{"billing":{"status":"paid"}}""");
        await company.Push(1, """{"status":"cancelled"}""");

        var activities = await Activities(company, "");

        activities.Select(a => $"{a!["properties"]!.ToJsonString()} {a["username"]}").ShouldBe(
            ["""{"old":"confirmed","new":"canceled"} owner of fr-acts""", """{"old":"pending","new":"confirmed"} owner of fr-acts"""]);
        var latest = activities[0]!.AsObject();
        latest.Select(m => m.Key).ShouldBe(["id", "log_name", "description", "subject_id", "subject_type", "causer_id", "causer_type",
            "properties", "username", "user", "created_at"]);
        Guid.TryParse((string)latest["id"]!, out _).ShouldBeTrue();
        ((string)latest["log_name"]!).ShouldBe("order");
        ((string)latest["description"]!).ShouldBe("Order status changed");
        ((string)latest["subject_id"]!).ShouldBe(Company.OrderId(1));
        ((string)latest["subject_type"]!).ShouldBe("App\\Models\\Order");
        ((string)latest["created_at"]!).ShouldMatch(@"\.\d{6}Z$");
    }

    [Fact]
    public async Task Activities_come_a_page_at_a_time()
    {
        var company = await Company.Open(app, "fr-pages");
        await company.Register(1);
        foreach (var status in new[] { "confirmed", "shipped", "completed" })
            await company.Push(1, $$"""{"status":"{{status}}","metadata":{"step":"{{status}}"} }""");

        using var first = await company.Send(HttpMethod.Get, $"{Company.OrderId(1)}/activities?limit=2");
        var next = first.Header("Link")!.Split('<', '>')[1];
        var rest = await Activities(company, next[next.IndexOf('?', StringComparison.Ordinal)..]);

        JsonNode.Parse(await first.Text())!.AsArray().Concat(rest).Select(a => (string)a!["properties"]!["new"]!)
            .ShouldBe(["completed", "shipped", "confirmed"]);
    }

    [Fact]
    public async Task An_order_of_another_company_is_not_shown()
    {
        var (company, other) = (await Company.Open(app, "fr-mine"), await Company.Open(app, "fr-theirs"));
        await other.Register(1);
        foreach (var path in new[] { Company.OrderId(1), $"{Company.OrderId(1)}/activities" })
        {
            using var response = await company.Send(HttpMethod.Get, path);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await response.Text()).ShouldBe("""{"status":"error","code":404,"data":null,"message":"The order does not exist"}""");
        }
    }

    [Fact]
    public async Task The_overview_counts_what_was_created_on_the_days_of_the_store()
    {
        var company = await Company.Open(app, "fr-sums", zone: "Africa/Douala", currency: "XAF");
        await company.Register(1, "completed", ""","total":100,"payment_status":"paid","created_at":"2026-01-31T23:30:00" """);
        await company.Register(2, "confirmed", ""","total":50.5,"created_at":"2026-02-01T00:30:00" """);
        await company.Register(3, "shipped", ""","total":20,"payment_status":"unpaid","created_at":"2026-02-02T12:00:00" """);
        await company.Register(4, "pending", ""","total":999,"created_at":"2026-02-28T23:59:59" """);
        await company.Register(5, "canceled", ""","total":999,"payment_status":"unpaid","created_at":"2026-02-03" """);
        await company.Register(6, "completed", ""","total":7,"currency":"EUR","payment_status":"paid","created_at":"2026-02-03" """);
        await app.Sql.CreateCommand("update ledger.mt_doc_order set status_since = '2026-01-01' where tenant_id = 'fr-sums'")
            .ExecuteNonQueryAsync();

        (await Overview(company, "")).ShouldBe("""{"orders_count":6,"revenue":170.5,"unpaid":3,"late":1,"average_order_value":56.8333}""");
        (await Overview(company, "?start_date=2026-02-01&end_date=2026-02-28")).ShouldBe(
            """{"orders_count":5,"revenue":70.5,"unpaid":3,"late":1,"average_order_value":35.25}""");
        (await Overview(company, "?end_date=2026-01-31")).ShouldBe(
            """{"orders_count":1,"revenue":100,"unpaid":0,"late":0,"average_order_value":100}""");
        (await Overview(company, "?start_date=2026-02-02T00:30:00Z&end_date=2026-02-02")).ShouldBe(
            """{"orders_count":1,"revenue":20,"unpaid":1,"late":0,"average_order_value":20}""");
        (await Overview(company, "?start_date=2026-03-01")).ShouldBe(
            """{"orders_count":0,"revenue":0,"unpaid":0,"late":0,"average_order_value":null}""");
    }

    [Theory]
    [InlineData("overview?start_date=yesterday", "start_date")]
    [InlineData("overview?end_date=2026-02-30", "end_date")]
    [InlineData("overview?from=2026-02-01", "query")]
    [InlineData("01k76xt7z87katy392s0000001/activities?limit=201", "limit")]
    [InlineData("01k76xt7z87katy392s0000001/activities?before=x", "before")]
    public async Task A_wrong_parameter_is_named(string path, string field)
    {
        var company = await Company.Open(app, $"fr-wrong-{Guid.NewGuid():n}"[..30]);
        using var response = await company.Send(HttpMethod.Get, path);
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.Json())["errors"]!.AsObject().Select(e => e.Key).ShouldBe([field]);
    }

    private static async Task<JsonArray> Activities(Company company, string query)
    {
        using var response = await company.Send(HttpMethod.Get, $"{Company.OrderId(1)}/activities{query}");
        return JsonNode.Parse(await response.Text())!.AsArray();
    }

    private static async Task<string> Overview(Company company, string query)
    {
        using var response = await company.Send(HttpMethod.Get, $"overview{query}");
        return await response.Text();
    }
}
