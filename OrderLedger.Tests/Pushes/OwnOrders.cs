namespace OrderLedger.Tests.Pushes;

/// <summary>POST /api/orders: how an order of any store comes in.</summary>
public class OwnOrders(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string Ulid = "01jqz3k4m5n6p7q8r9s0t1v2w3";

    [Theory]
    [InlineData("vici", "2539", "2539", "pending", "processing")]
    [InlineData("woocommerce", "\"2539\"", "2539", "packed", "completed")]
    [InlineData("awal", "1", "1", "pending", "accepted")]
    [InlineData("wizcommerce", "\"01f5d171-d3e3\"", "01f5d171-d3e3", "draft", "confirmed")]
    [InlineData("whatalo", "472819365047", "472819365047", "pending", "confirmed")]
    [InlineData("genuka", "\"01JQZ3K4M5N6P7Q8R9S0T1V2W3\"", Ulid, "pending", "confirmed")]
    public async Task An_order_of_any_dialect_is_new_known_or_pushed(string dialect, string sent, string id, string status, string next)
    {
        var key = await Store(dialect);
        var body = $$"""{ "id": {{sent}}, "status": "{{status}}" }""";

        using var first = await Post(key, body);
        using var again = await Post(key, body);
        using var pushed = await Post(key, $$"""{ "id": {{sent}}, "status": "{{next}}" }""");

        first.StatusCode.ShouldBe(HttpStatusCode.Created, await first.Text());
        ((string)(await first.Json())["outcome"]!).ShouldBe("registered");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await again.Json())["outcome"]!).ShouldBe("unchanged");
        ((string)(await pushed.Json())["previous_status"]!).ShouldBe(status);
        var order = await app.Get($"/api/orders/{id}", key);
        ((string)order["status"]!).ShouldBe(next);
        ((string)order["number"]!).ShouldBe(id);
        (await app.Told(id, key)).ShouldBe(["status_changed", "order_registered"]);
    }

    [Theory]
    [InlineData("vici", "\"R-1\"", "Invalid id. Send a whole number")]
    [InlineData("awal", "1.5", "Invalid id. Send a whole number")]
    [InlineData("genuka", "\"2539\"", "Invalid id. Send a ULID")]
    [InlineData("wizcommerce", "\"a\\nb\"", "Invalid id. Send a text")]
    [InlineData("wizcommerce", "\" \"", "Invalid id. Send a text")]
    [InlineData("whatalo", "null", "Missing id. Send a text")]
    [InlineData("whatalo", "{}", "Invalid id. Send a text")]
    public async Task An_id_has_the_shape_of_its_dialect(string dialect, string id, string error)
    {
        var key = await Store(dialect);
        using var response = await Post(key, $$"""{ "id": {{id}}, "status": "pending" }""");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldStartWith(error);
    }

    [Theory]
    [InlineData("""{ "id": 1 }""", "Missing status. Allowed: pending, confirmed")]
    [InlineData("""{ "id": 1, "status": 7 }""", "Invalid status. Allowed: pending, confirmed")]
    [InlineData("""{ "id": 1, "status": "shipped" }""", "Invalid status. Allowed: pending, confirmed")]
    [InlineData("""{ "id": 1, "status": "undefined" }""", "Invalid status: \"undefined\" stands where the sender has no value.")]
    [InlineData("""{ "id": 0, "status": "pending" }""", "Invalid id. Send a text")]
    [InlineData("""{ "id": "null", "status": "pending" }""", "Invalid id. Send a text")]
    public async Task What_cannot_be_meant_is_refused_and_named(string body, string error)
    {
        var key = await Store("whatalo");
        var head = await app.Head();

        using var response = await Post(key, body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldStartWith(error);
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("\"payment_status\": \"unpaid\"", "payment_status was left out. Invalid payment_status. Allowed: pending, paid")]
    [InlineData("\"fulfillment_status\": 5", "fulfillment_status was left out. Invalid fulfillment_status. Send a text")]
    [InlineData("\"total\": \"much\"", "total was left out. Send money as a decimal")]
    [InlineData("\"currency\": \"EURO\"", "currency was left out. Send an ISO 4217 code")]
    [InlineData("\"created_at\": \"string\"", "created_at was left out. created_at takes a time")]
    [InlineData("\"occurred_at\": 5", "occurred_at was left out. occurred_at takes a time")]
    public async Task What_cannot_be_meant_beside_a_status_is_left_out_and_noted(string member, string note)
    {
        var key = await Store("whatalo");

        using var response = await Post(key, $$"""{ "id": 1, "status": "pending", {{member}} }""");

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        ((string)(await response.Json())["notes"]!.AsArray().Single()!).ShouldStartWith(note);
        var history = await app.Get("/api/orders/1/history", key);
        ((string)history["events"]![0]!["notes"]!.AsArray().Single()!).ShouldStartWith(note);
    }

    [Theory]
    [InlineData("wizcommerce", "draft")]
    [InlineData("whatalo", "pending")]
    [InlineData("awal", "pending")]
    public async Task Every_other_member_comes_out_as_it_went_in(string dialect, string status)
    {
        var key = await Store(dialect);
        const string members =
            """
            "text":"Zoë 漢字 😀 \"\\ \t","nothing":null,"list":[1,[],{"x":null}],"deep":{"a":{"b":{"c":[0.10,0,true]}}},"tenth":0.10,
            "big":12345678901234567890.5,"":"unnamed"
            """;
        await app.Order(key, $$"""{ "id": 9, "status": "{{status}}", {{members}} }""");

        var details = (await app.Get("/api/orders/9", key))["details"]!;

        details.Members().Order(StringComparer.Ordinal).ShouldBe(JsonNode.Parse($"{{{members}}}").Members().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("-0", "0")]
    [InlineData("1.50E-2", "0.0150")]
    public async Task A_number_keeps_its_value_and_its_decimals_though_not_an_exponent(string sent, string shown)
    {
        var key = await Store("wizcommerce");
        var body = $$"""{ "id": "n", "status": "draft", "weight": {{sent}} }""";
        await app.Order(key, body);

        using var again = await Post(key, body);

        (await app.Get("/api/orders/n", key))["details"].Members().ShouldBe([$"weight: {shown}"]);
        ((string)(await again.Json())["outcome"]!).ShouldBe("unchanged");
    }

    [Fact]
    public async Task What_a_later_report_does_not_name_stays()
    {
        var key = await Store("whatalo");
        await app.Order(key, """
            { "id": "p", "status": "pending", "order_number": 1042, "payment_status": "paid", "total": 10,
              "currency": "COP", "items": [1], "note": "a" }
            """);

        using var response = await Post(key, """{ "id": "p", "status": "confirmed", "note": "b" }""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var order = await app.Get("/api/orders/p", key);
        ((string)order["number"]!).ShouldBe("1042");
        ((string)order["payment_status"]!).ShouldBe("paid");
        ((decimal)order["total"]!).ShouldBe(10);
        ((string)order["currency"]!).ShouldBe("COP");
        order["details"].Members().Order().ShouldBe(["items: [1]", "note: \"b\"", "order_number: 1042"]);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_status_obeys_the_graph()
    {
        var key = await Store("whatalo");
        await app.Order(key, """{ "id": "g", "status": "completed" }""");

        using var response = await Post(key, """{ "id": "g", "status": "confirmed", "total": 5 }""");

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Json())["allowed_next"]!.ToJsonString().ShouldBe("""["returned"]""");
        (await app.Told("g", key)).ShouldBe(["order_registered"]);
    }

    [Theory]
    [InlineData("""{ "payment_status": "paid" }""", "payment_status_changed")]
    [InlineData("""{ "fulfillment_status": "delivered" }""", "fulfilment_status_changed")]
    [InlineData("""{ "status": "confirmed", "payment_status": "paid" }""", "payment_status_changed,status_changed")]
    public async Task A_push_of_our_own_takes_the_other_two_statuses_too(string body, string told)
    {
        var key = await Store("genuka");
        await app.Order(key, $$"""{ "id": "{{Ulid}}", "status": "pending" }""");

        using var response = await Push(key, body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        ((bool)(await response.Json())["changed"]!).ShouldBeTrue();
        string.Join(",", await app.Told(Ulid, key)).ShouldBe(told + ",order_registered");
    }

    [Theory]
    [InlineData("{}", "Missing status.")]
    [InlineData("""{ "payment_status": "unheard" }""", "Invalid payment_status. Allowed: pending, paid")]
    [InlineData("""{ "fulfilment_status": 5 }""", "Invalid fulfilment_status. Allowed: pending, taken_in_charge")]
    public async Task But_not_what_the_vendors_list_does_not_hold(string body, string error)
    {
        var key = await Store("genuka");
        using var response = await Push(key, body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldStartWith(error);
    }

    private Task<string> Store(string dialect) =>
        app.NewStore($"{dialect[..3]}-{Guid.NewGuid():n}", dialect, Vocabularies.Of(dialect).DefaultPolicy);

    private Task<HttpResponseMessage> Post(string key, string body) => app.Send(HttpMethod.Post, "/api/orders", body, key);

    private Task<HttpResponseMessage> Push(string key, string body) => app.Send(HttpMethod.Patch, $"/api/orders/{Ulid}/status", body, key);
}
