namespace OrderLedger.Tests.Vendors.WooCommerce;

/// <summary>Subscriptions of kind shop.</summary>
public class ShopSubscriptions(WrittenApp app) : IClassFixture<WrittenApp>
{
    [Fact]
    public async Task Have_no_filter_and_no_secret_and_a_store_has_one()
    {
        await using var shop = await TestShop.Open();
        var store = await app.Open("single", shop);
        var path = $"/api/webhook-subscriptions/{store.Subscription}";

        var shown = await app.Get(path, store.Key);
        ((string)shown["kind"]!, (string)shown["url"]!).ShouldBe(("shop", shop.Url));
        await Refused(HttpMethod.Post, "/api/webhook-subscriptions", """{"kind":"shop"}""", 409, "already", store);
        await Refused(HttpMethod.Post, "/api/webhook-subscriptions", """{"kind":"shop","statuses":["completed"]}""", 400, "not statuses", store);
        await Refused(HttpMethod.Post, "/api/webhook-subscriptions", """{"kind":"post"}""", 400, "webhook or shop", store);
        await Refused(HttpMethod.Patch, path, """{"url":"https://shop.example"}""", 400, "not url", store);
        await Refused(HttpMethod.Patch, path, """{"kind":"webhook"}""", 400, "cannot change", store);
        await Refused(HttpMethod.Post, path + "/rotate-secret", null, 409, "no secret", store);
        using var tried = await app.Send(HttpMethod.Post, path + "/test", key: store.Key);
        ((bool)(await tried.Json())["delivered"]!).ShouldBeTrue();

        await app.NewStore("none");
        using var without = await app.Send(HttpMethod.Post, "/api/webhook-subscriptions", """{"kind":"shop"}""", key: "the-key-of-store-none");
        ((string)(await without.Json())["error"]!).ShouldContain("stores set none --woocommerce-url");
    }

    private async Task Refused(HttpMethod method, string path, string? body, int status, string says, WrittenStore store)
    {
        using var answer = await app.Send(method, path, body, key: store.Key);
        ((int)answer.StatusCode).ShouldBe(status);
        ((string)(await answer.Json())["error"]!).ShouldContain(says);
    }
}
