using System.Security.Cryptography;
using System.Text;
using OrderLedger.Api.Vendors.WooCommerce;

namespace OrderLedger.Tests.Vendors.WooCommerce;

public class WooDeliveries(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string Path = "/api/webhooks/woocommerce";

    [Fact]
    public void The_signature_is_the_one_of_the_vector()
    {
        var raw = """{"id":2539,"status":"completed"}""".Bytes();
        SignedBody.Fits("hhKiHucc/ytoOrWNmcfPzH1iifYuvm7lA39NGLuJu4M=", HMACSHA256.HashData("wc-test-secret".Bytes(), raw)).ShouldBeTrue();
        SignedBody.Fits("hhKiHucc/ytoOrWNmcfPzH1iifYuvm7lA39NGLuJu4M=", HMACSHA256.HashData("wc-test-secret2".Bytes(), raw))
            .ShouldBeFalse();
        SignedBody.Fits("hhKiHucc/ytoOrWNmcfPzH1iifYuvm7lA39NGLuJu4M", HMACSHA256.HashData("wc-test-secret".Bytes(), raw)).ShouldBeFalse();
        SignedBody.Fits("", HMACSHA256.HashData("wc-test-secret".Bytes(), raw)).ShouldBeFalse();
        SignedBody.Fits("é", HMACSHA256.HashData("wc-test-secret".Bytes(), raw)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_ping_of_a_new_webhook_is_answered_200()
    {
        using var response = await app.SendRaw(HttpMethod.Post, Path, "webhook_id=17".Bytes(), "application/x-www-form-urlencoded");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("hhKiHucc/ytoOrWNmcfPzH1iifYuvm7lA39NGLuJu4M=")]
    public async Task Without_its_signature_a_delivery_is_nobodys(string? signature)
    {
        var head = await app.Head();
        (string, string)[] headers = signature is null ? [("X-WC-Webhook-Topic", "order.created")]
            : [("X-WC-Webhook-Topic", "order.created"), ("X-WC-Webhook-Signature", signature)];

        using var response = await app.SendRaw(HttpMethod.Post, Path, """{"id":2539,"status":"completed"}""".Bytes(), headers: headers);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        ((string)(await response.Json())["error"]!).ShouldContain("X-WC-Webhook-Signature");
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task An_order_is_created_updated_deleted_and_restored()
    {
        await Deliver("order.created", """{"id":1,"status":"processing","total":"10.00"}""");
        await Deliver("order.updated", """{"id":1,"status":"completed","total":"10.00"}""");
        ((string)(await app.Get("/api/orders/1"))["status"]!).ShouldBe("completed");
        ((string)(await app.Get("/api/orders/1"))["source"]!).ShouldBe("woocommerce");

        await Deliver("order.deleted", """{"id":1}""");
        (await Listed("1")).ShouldBeFalse();
        ((long)(await app.Get("/api/kpis"))["orders"]!).ShouldBe((await app.Get("/api/orders?limit=100"))["orders"]!.AsArray().Count);
        using (var push = await app.Patch("1", """{"order_status":"failed"}"""))
            push.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get("/api/orders/1/history"))["events"]!.AsArray().Count.ShouldBe(3);

        await Deliver("order.restored", """{"id":1,"status":"completed","total":"10.00"}""");
        (await Listed("1")).ShouldBeTrue();
        (await app.Get("/api/orders/1/history"))["events"]!.AsArray().Select(e => (string)e!["type"]!)
            .ShouldBe(["order_restored", "order_deleted", "status_changed", "order_registered"]);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("coupon.created", """{"id":5}""")]
    [InlineData("action.woocommerce_add_to_cart", """{"action":"x","arg":[1,2]}""")]
    [InlineData("product.updated", "[]")]
    [InlineData("", "not json at all")]
    [InlineData("order.created", """{"id":6,"status":"draft"}""")]
    [InlineData("order.created", """{"id":6,"status":"checkout-draft"}""")]
    [InlineData("order.updated", """{"id":6,"status":"auto-draft"}""")]
    [InlineData("order.updated", """{"id":6,"status":"trash"}""")]
    [InlineData("order.updated", """{"id":6,"status":"wc-checkout-draft"}""")]
    [InlineData("order.deleted", """{"id":666}""")]
    public async Task What_is_not_for_us_is_answered_200_so_that_the_webhook_stays_on(string topic, string body)
    {
        var head = await app.Head();

        using var response = await Deliver(topic, body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Text()).ShouldBe($$"""{"status":"ignored","topic":"{{topic}}"}""");
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task The_same_delivery_twice_counts_once()
    {
        const string body = """{"id":7,"status":"processing"}""";
        using var first = await Deliver("order.created", body, "delivery-7");
        await Deliver("order.updated", """{"id":7,"status":"completed"}""", "delivery-8");
        var head = await app.Head();

        using var again = await Deliver("order.created", body, "delivery-7");

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.Header("Idempotency-Replayed").ShouldBe("true");
        (await again.Text()).ShouldBe(await first.Text());
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task Two_deliveries_that_share_an_id_both_count()
    {
        await Deliver("order.created", """{"id":8,"status":"processing"}""", "shared");
        await Deliver("order.created", """{"id":9,"status":"processing"}""", "shared");
        (await Listed("8")).ShouldBeTrue();
        (await Listed("9")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_deletion_and_a_later_one_of_the_same_words_both_count()
    {
        await Deliver("order.created", """{"id":10,"status":"processing"}""");
        await Deliver("order.deleted", """{"id":10}""", "d-1");
        await Deliver("order.restored", """{"id":10,"status":"processing"}""");
        await Deliver("order.deleted", """{"id":10}""", "d-2");
        (await Listed("10")).ShouldBeFalse();
    }

    [Fact]
    public async Task Bytes_as_PHP_escapes_them_are_proven_raw()
    {
        using var response = await Deliver("order.created", """{"id":11,"status":"processing","customer_note":"caf\u00e9 a\/b"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await app.Get("/api/orders/11"))["details"]!["customer_note"]!).ShouldBe("café a/b");
    }

    [Fact]
    public async Task Each_store_has_its_own_address_and_secret()
    {
        var key = await app.NewStore("second", "woocommerce");
        const string body = """{"id":12,"status":"processing"}""";

        using var right = await Deliver("order.created", body, null, Path + "/second", key);
        using var wrongSecret = await Deliver("order.created", body, null, Path + "/second");
        using var unknown = await Deliver("order.created", body, null, Path + "/nowhere", key);

        right.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string)(await app.Get("/api/orders/12", key))["status"]!).ShouldBe("processing");
        (await Listed("12")).ShouldBeFalse();
        wrongSecret.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await unknown.Text()).ShouldBe(await wrongSecret.Text());
    }

    [Fact]
    public async Task The_history_names_webhook_and_delivery()
    {
        await Deliver("order.created", """{"id":13,"status":"processing"}""", "a1b2c3");
        var registered = (await app.Get("/api/orders/13/history"))["events"]![0]!;
        ((string)registered["actor"]!).ShouldBe("webhook 17");
        ((string)registered["delivery_id"]!).ShouldBe("a1b2c3");
    }

    private async Task<bool> Listed(string id) =>
        (await app.Get("/api/orders?limit=100"))["orders"]!.AsArray().Any(o => (string)o!["id"]! == id);

    private Task<HttpResponseMessage> Deliver(string topic, string body, string? delivery = null, string path = Path,
        string secret = LedgerApp.Key)
    {
        var raw = body.Bytes();
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), raw));
        return app.SendRaw(HttpMethod.Post, path, raw, "application/json",
            ("X-WC-Webhook-Source", "https://shop.example/"), ("X-WC-Webhook-Topic", topic), ("X-WC-Webhook-Signature", signature),
            ("X-WC-Webhook-ID", "17"), ("X-WC-Webhook-Delivery-ID", delivery ?? Guid.NewGuid().ToString("n")));
    }
}
