using System.Globalization;

namespace OrderLedger.Tests.Pushes.Refused;

public class ReplayedPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("vici", "/api/orders/{0}/status", "order_status", "completed", "pending", "2539")]
    [InlineData("wizcommerce", "/v1/orders/{0}/status", "status", "confirmed", "draft", "PO 7.A")]
    [InlineData("whatalo", "/v1/orders/{0}", "status", "confirmed", "pending", "ord_1")]
    [InlineData("awal", "/api/orders/{0}/status", "status", "accepted", "pending", "12")]
    public async Task A_push_that_came_before_its_order_is_carried_out_once_it_is_there(
        string dialect, string path, string member, string status, string before, string id)
    {
        var key = await app.NewStore($"early-{dialect}", dialect);
        path = string.Format(CultureInfo.InvariantCulture, path, Uri.EscapeDataString(id));
        await app.Refused(404, HttpMethod.Patch, path, $$"""{ "{{member}}": "{{status}}" }""", key);
        var kept = (await app.Kept(key)).ShouldHaveSingleItem();
        ((string)(await app.Replay(kept, key))["state"]!).ShouldBe("open");
        await app.Make(id, before, key);

        var first = await app.Replay(kept, key);
        var again = await app.Replay(kept, key);

        ((string)first["state"]!).ShouldBe("replayed");
        ((int)first["status"]!).ShouldBe(200);
        JsonNode.DeepEquals(first, again).ShouldBeTrue();
        (await Events($"early-{dialect}")).ShouldBe(2);
        (await app.Kept(key)).ShouldBeEmpty();
        ((int)(await app.Kept(key, "?state=replayed")).ShouldHaveSingleItem()["tries"]!).ShouldBe(3);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refused_again_it_stays_open_with_the_new_reason()
    {
        var key = await app.NewStore("again", policy: Policy.Strict);
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "checkout-draft" }""", key);
        await app.Make("1", "completed", key);

        var tried = await app.Replay((await app.Kept(key))[0], key);

        ((string)tried["state"]!).ShouldBe("open");
        ((int)tried["status"]!).ShouldBe(409);
        tried["answer"]!["allowed_next"].ShouldNotBeNull();
        var kept = (await app.Kept(key)).ShouldHaveSingleItem();
        ((int)kept["tries"]!).ShouldBe(2);
        ((int)kept["status"]!).ShouldBe(409);
        ((string)kept["reason"]!).ShouldContain("cannot become");
        ((DateTimeOffset)kept["tried_at"]!).ShouldBeGreaterThan((DateTimeOffset)kept["received_at"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("of-the-sender")]
    public async Task Replayed_by_many_at_once_it_appends_one_event(string? idempotencyKey)
    {
        var (store, id) = ($"many-{idempotencyKey}", 1);
        var key = await app.NewStore(store.TrimEnd('-'));
        (string, string)[] headers = idempotencyKey is null ? [] : [("Idempotency-Key", idempotencyKey)];
        await app.Refused(404, HttpMethod.Patch, $"/api/orders/{id}/status", """{ "order_status": "completed" }""", key, headers);
        await app.Make($"{id}", "pending", key);
        var kept = (await app.Kept(key))[0];

        var tried = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Replay(kept, key)));

        tried.ShouldAllBe(t => (string)t["state"]! == "replayed");
        (await Events(store.TrimEnd('-'))).ShouldBe(2);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_push_that_its_sender_sent_again_himself_is_not_carried_out_twice()
    {
        var key = await app.NewStore("himself");
        const string body = """{ "order_status": "completed" }""";
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status", body, key, ("Idempotency-Key", "run-1"));
        await app.Make("1", "pending", key);
        await app.Refused(200, HttpMethod.Patch, "/api/orders/1/status", body, key, ("Idempotency-Key", "run-1"));

        ((string)(await app.Replay((await app.Kept(key))[0], key))["state"]!).ShouldBe("replayed");

        (await Events("himself")).ShouldBe(2);
    }

    [Fact]
    public async Task The_condition_it_came_with_still_holds()
    {
        var key = await app.NewStore("conditional");
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "completed" }""", key, ("If-Match", "\"3\""));
        await app.Make("1", "pending", key);

        ((int)(await app.Replay((await app.Kept(key))[0], key))["status"]!).ShouldBe(412);

        (await Events("conditional")).ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_of_WooCommerce_is_kept_and_carried_out_by_the_one_who_replays_it()
    {
        var key = await app.NewStore("woo", "woocommerce", Policy.Strict);
        const string path = "/api/webhooks/woocommerce/woo";
        const string early = """{ "id": 5, "status": "on-hold?", "date_modified_gmt": "2026-01-01T00:00:00" }""";
        const string wrong = """{ "id": 5, "status": "nothing at all", "total": "1,00 euro" }""";
        (await app.Delivered(path, early, InboxTalk.Delivery("order.created", early, key))).ShouldStartWith("""{"status":"kept","reason":"Invalid status.""");
        (await app.Delivered(path, wrong, InboxTalk.Delivery("order.updated", wrong, key))).ShouldStartWith("""{"status":"kept","reason":"Invalid status.""");
        await app.Refused(401, HttpMethod.Post, path, early, null, InboxTalk.Delivery("order.updated", early, "another secret"));
        var kept = await app.Kept(key);
        kept.Select(k => $"{k["status"]} {k["actor"]}").ShouldBe(["400 webhook 7", "400 webhook 7"]);
        await Execute("update ledger.ol_rejected_push set body = convert_to(replace(convert_from(body, 'utf8'), 'on-hold?', 'on-hold'), 'utf8') where store = 'woo'");

        var tried = await Task.WhenAll(app.Replay(kept[1], key), app.Replay(kept[1], key));

        tried.ShouldAllBe(t => (string)t["state"]! == "replayed");
        (await app.Told("5", key)).ShouldBe(["order_registered by owner of woo"]);
        ((int)(await app.Replay(kept[0], key))["status"]!).ShouldBe(400);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task All_that_a_filter_chooses_are_replayed_oldest_first()
    {
        var key = await app.NewStore("filtered");
        foreach (var (id, status) in new[] { (1, "processing"), (1, "completed"), (2, "completed"), (9, "completed") })
            await app.Refused(404, HttpMethod.Patch, $"/api/orders/{id}/status", $$"""{ "order_status": "{{status}}" }""", key);
        await app.Refused(400, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "shipped" }""", key);
        await app.Make("1", "pending", key);
        await app.Make("2", "pending", key);

        using var response = await app.Send(HttpMethod.Post, $"{InboxTalk.Inbox}/replay?status=404", key: key);

        (await response.Text()).ShouldBe("""{"tried":4,"replayed":3,"refused":1}""");
        ((string)(await app.Get("/api/orders/1", key))["status"]!).ShouldBe("completed");
        (await app.Kept(key)).Select(k => (int)k["status"]!).ShouldBe([400, 404]);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_in_the_body_is_an_error_and_replays_nothing()
    {
        var key = await app.NewStore("in-body");
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "completed" }""", key);

        await app.Refused(400, HttpMethod.Post, $"{InboxTalk.Inbox}/replay", """{ "status": 400 }""", key);
        await app.Refused(400, HttpMethod.Post, $"{InboxTalk.Inbox}/replay?stat=400", "{}", key);

        ((int)(await app.Kept(key)).ShouldHaveSingleItem()["tries"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_may_only_read_replays_nothing()
    {
        var key = await app.NewStore("reader");
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "completed" }""", key);
        await app.NewKey(new("only-reads", "reader", "reader", Api.Access.Keys.Hash("only-reads"), [Api.Access.Scope.Read]));
        var kept = (await app.Kept("only-reads")).ShouldHaveSingleItem();

        foreach (var what in new[] { $"{kept["id"]}/replay", $"{kept["id"]}/dismiss", "replay" })
        {
            using var response = await app.Send(HttpMethod.Post, $"{InboxTalk.Inbox}/{what}", key: "only-reads");
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    private async Task<long> Events(string store)
    {
        await using var command = app.Sql.CreateCommand("select count(*) from ledger.mt_events where tenant_id = $1");
        command.Parameters.AddWithValue(store);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Execute(string sql)
    {
        await using var command = app.Sql.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task A_row_of_a_bulk_request_is_a_push_by_itself()
    {
        var key = await app.NewStore("replay-bulk");
        using var bulk = await app.Send(HttpMethod.Post, "/api/orders/bulk-status", """
            {"updates":[{"order_id":"1","status":"completed"}, {"order_id":"2","status":"completed","reason":"Picked up"}]}
            """, key);
        var kept = await app.Kept(key);
        await app.Make("2", "processing", key);

        foreach (var row in kept)
            await app.Replay(row, key);

        kept.Select(row => (string)row["body"]!["order_id"]!).ShouldBe(["2", "1"], ignoreOrder: true);
        (await app.Kept(key)).Select(row => (string)row["body"]!["order_id"]!).ShouldBe(["1"]);
        (await app.Told("2", key))[0].ShouldStartWith("status_changed");
        (await app.Faults()).ShouldBeEmpty();
    }
}
