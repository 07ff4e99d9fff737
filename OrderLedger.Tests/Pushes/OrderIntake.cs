namespace OrderLedger.Tests.Pushes;

public class OrderIntake(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task A_whole_order_of_WooCommerce_goes_in_and_comes_out()
    {
        var sent = Examples.Text("woocommerce/order.json");

        using var response = await Post(sent);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await response.Text()).ShouldBe("""
            {"success":true,"order_id":"727","order_number":"Order #727","order_status":"processing","changed":true,"previous_status":null,"outcome":"registered","version":1}
            """);
        var order = await app.Get("/api/orders/727");
        ((decimal)order["total"]!).ShouldBe(29.35m);
        ((decimal)order["refunded"]!).ShouldBe(19.00m);
        ((string)order["currency"]!).ShouldBe("EUR");
        ((string)order["payment_status"]!).ShouldBe("paid");
        ((string)order["source"]!).ShouldBe("intake");
        ((DateTimeOffset)order["created_at"]!).ShouldBe(new(2026, 3, 22, 15, 28, 2, TimeSpan.Zero));
        ((DateTimeOffset)order["status_since"]!).ShouldBe(new(2026, 3, 22, 15, 28, 8, TimeSpan.Zero));
        var (details, woo) = (order["details"]!, JsonNode.Parse(sent)!);
        details["customer"]!.ToJsonString().ShouldBe(
            JsonNode.Parse("""{"id":"26","name":"Jörg O'Neill","email":"joerg.oneill@example.com","phone":"(555) 555-5555"}""")!.ToJsonString());
        foreach (var (ours, theirs) in new[]
        {
            ("items", "line_items"), ("shipping_lines", "shipping_lines"), ("taxes", "tax_lines"), ("fees", "fee_lines"),
                ("coupons", "coupon_lines"),
            ("refunds", "refunds"), ("metadata", "meta_data"), ("billing", "billing"), ("shipping", "shipping"),
                ("customer_note", "customer_note"),
        })
            JsonNode.DeepEquals(details[ours], woo[theirs]).ShouldBeTrue(ours);
        ((string)details["payment"]!["payment_method"]!).ShouldBe("bacs");
        ((string)details["totals"]!["total_tax"]!).ShouldBe("1.35");
        ((string)details["other"]!["order_key"]!).ShouldBe("wc_order_58d2d042d1d");
        details.ToJsonString().ShouldNotContain("_links");

        using var again = await Post(sent);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await again.Json())["outcome"]!).ShouldBe("unchanged");
        (await app.Faults()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "id": 11, "status": "on-hold" }""", "11", "11", "on-hold")]
    [InlineData("""{ "id": "12", "status": "wc-Completed" }""", "12", "12", "completed")]
    [InlineData("""{ "number": "13" }""", "13", "13", "pending")]
    [InlineData("""{ "number": 14 }""", "14", "14", "pending")]
    [InlineData("""{ "id": 15, "number": "R-2026/15", "status": "refunded" }""", "15", "R-2026/15", "refunded")]
    [InlineData("""{ "id": 16, "status": null, "total": "", "currency": "", "date_created_gmt": "", "made_up": { "x": 1 } }""", "16", "16", "pending")]
    public async Task An_id_or_a_number_is_enough(string body, string id, string number, string status)
    {
        using var response = await Post(body);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var order = await app.Get($"/api/orders/{id}");
        ((string)order["number"]!).ShouldBe(number);
        ((string)order["status"]!).ShouldBe(status);
    }

    [Fact]
    public async Task New_details_change_no_status()
    {
        await Post("""{ "id": 20, "status": "processing", "total": "10.00", "billing": { "first_name": "Ann", "email": "ann@example.com" } }""");

        using var response = await Post("""{ "id": 20, "status": "processing", "total": "12.50", "billing": { "first_name": "Anna", "email": "ann@example.com" } }""");

        ((string)(await response.Json())["outcome"]!).ShouldBe("changed");
        var history = (await app.Get("/api/orders/20/history"))["events"]!.AsArray().Select(e => (string)e!["type"]!);
        history.ShouldBe(["order_details_changed", "order_registered"]);
        var order = await app.Get("/api/orders/20");
        ((decimal)order["total"]!).ShouldBe(12.5m);
        ((string)order["details"]!["customer"]!["name"]!).ShouldBe("Anna");
    }

    [Fact]
    public async Task A_changed_status_is_a_push_like_any_other()
    {
        await Post("""{ "id": 21, "status": "completed" }""");

        using var response = await Post("""{ "id": 21, "status": "pending" }""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await response.Json())["previous_status"]!).ShouldBe("completed");
        var last = (await app.Get("/api/orders/21/history"))["events"]![0]!;
        ((string)last["type"]!).ShouldBe("status_changed");
        ((bool)last["event"]!["unusual"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task An_older_delivery_overwrites_nothing()
    {
        await Post("""{ "id": 22, "status": "completed", "total": "20", "date_modified_gmt": "2026-01-02T00:00:00" }""");

        using var response = await Post("""{ "id": 22, "status": "processing", "total": "10", "date_modified_gmt": "2026-01-01T00:00:00" }""");

        ((string)(await response.Json())["outcome"]!).ShouldBe("stale");
        ((decimal)(await app.Get("/api/orders/22"))["total"]!).ShouldBe(20m);
    }

    [Theory]
    [InlineData("{}", "Missing id")]
    [InlineData("""{ "id": null, "number": "" }""", "Missing id")]
    [InlineData("""{ "id": "R-15" }""", "Invalid id")]
    [InlineData("""{ "id": -1 }""", "Invalid id")]
    [InlineData("""{ "id": 12345678901234567890 }""", "Invalid id")]
    [InlineData("""{ "id": 1, "status": "trash" }""", "Invalid status")]
    [InlineData("""{ "id": 1, "status": "more-than-17-letters" }""", "Invalid status")]
    [InlineData("""{ "id": 1, "status": 7 }""", "Invalid status")]
    [InlineData("""{ "id": 1, "status": "packed" }""", "Invalid status")]
    [InlineData("""{ "id": 0 }""", "Invalid id")]
    [InlineData("""{ "id": "undefined" }""", "Invalid id")]
    public async Task What_cannot_be_meant_is_refused_and_named(string body, string error)
    {
        var head = await app.Head();

        using var response = await Post(body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldStartWith(error);
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("\"total\": \"12,50\"", "total was left out.")]
    [InlineData("\"total\": []", "total was left out.")]
    [InlineData("\"total\": \"79000000000000000000000\"", "total was left out.")]
    [InlineData("\"refunds\": [{ \"total\": \"x\" }]", "refunds was left out.")]
    [InlineData("\"refunds\": [\"x\"]", "refunds was left out.")]
    [InlineData("\"currency\": \"EURO\"", "currency was left out.")]
    [InlineData("\"currency\": 978", "currency was left out.")]
    [InlineData("\"date_created_gmt\": \"soon\"", "date_created_gmt was left out.")]
    [InlineData("\"date_modified\": 5", "date_modified was left out.")]
    public async Task What_cannot_be_meant_beside_an_id_is_left_out_and_noted(string member, string note)
    {
        using var response = await Post($$"""{ "id": {{Interlocked.Increment(ref odd)}}, "status": "completed", {{member}} }""");

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        ((string)(await response.Json())["notes"]!.AsArray().Single()!).ShouldStartWith(note);
    }

    private static int odd = 5_000;

    [Fact]
    public async Task Amounts_beyond_reason_never_spoil_the_sums()
    {
        await Post("""{ "id": 31, "total": "999999999999.99" }""");
        await Post("""{ "id": 32, "total": 0.10000000000000000555 }""");
        await Post("""{ "id": 33, "total": "-12.00" }""");

        (await app.Get("/api/kpis"))["orders"].ShouldNotBeNull();
        (await app.Faults()).ShouldBeEmpty();
    }

    private Task<HttpResponseMessage> Post(string body) => app.Send(HttpMethod.Post, "/api/webhooks/order", body);
}
