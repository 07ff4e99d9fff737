using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Auth;
using OrderLedger.Api.Storage;
using OrderLedger.Domain;
using OrderLedger.Tests.Support;

namespace OrderLedger.Tests.Auth;

public class RateLimits(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const int PerMinute = 3;

    [Theory]
    [InlineData("vici", """{ "id": "1", "status": "pending" }""", "PATCH", "/api/orders/1/status", """{ "status": "completed" }""")]
    [InlineData("wizcommerce", """{ "id": "1", "status": "draft" }""", "PATCH", "/v1/orders/1/status", """{ "status": "confirmed" }""")]
    [InlineData("wizcommerce", """{ "id": "1", "status": "draft" }""", "GET", "/v1/orders", null)]
    [InlineData("whatalo", """{ "id": "1", "status": "pending" }""", "PATCH", "/v1/orders/1", """{ "status": "confirmed" }""")]
    [InlineData("whatalo", """{ "id": "1", "status": "pending" }""", "GET", "/v1/orders/1", null)]
    [InlineData("genuka", """{ "id": "01jqz3k4m5n6p7q8r9s0t1v2w3", "status": "pending" }""", "GET", "/api/orders", null)]
    public async Task A_key_that_asks_too_often_is_told_when_to_ask_again(
        string dialect, string order, string method, string path, string? body)
    {
        var (key, _) = await Limited(dialect, PerMinute);
        await app.Order(key, order);
        using var second = await app.Send(new(method), path, method == "GET" ? null : "{}", key);
        using var third = await app.Send(new(method), path, method == "GET" ? null : "{}", key);
        var head = await app.Head();

        using var fourth = await app.Send(new(method), path, body, key);

        second.Header("RateLimit-Policy").ShouldBe("\"key\";q=3;w=60");
        second.Header("RateLimit")!.ShouldStartWith("\"key\";r=1;t=");
        second.Header("X-RateLimit-Limit").ShouldBe("3");
        second.Header("X-RateLimit-Remaining").ShouldBe("1");
        third.Header("X-RateLimit-Remaining").ShouldBe("0");
        fourth.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, await fourth.Text());
        fourth.Header("Retry-After").ShouldBe("20");
        fourth.Header("X-RateLimit-Remaining").ShouldBe("0");
        long.Parse(fourth.Header("X-RateLimit-Reset")!, CultureInfo.InvariantCulture)
            .ShouldBeInRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), DateTimeOffset.UtcNow.AddSeconds(61).ToUnixTimeSeconds());
        fourth.Header("Content-Type").ShouldBe(dialect == "whatalo" ? "application/json; charset=utf-8" : "application/problem+json");
        var error = (await fourth.Json())["error"]!;
        if (dialect == "whatalo")
            ((string)error["code"]!).ShouldBe("RATE_LIMIT_EXCEEDED");
        ((string)(dialect == "whatalo" ? error["message"] : error)!).ShouldBe("Too many requests with this key. Try again in 20 s.");
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task Each_key_of_a_store_has_its_own()
    {
        var (key, store) = await Limited("vici", PerMinute);
        var other = "another-" + key;
        await app.NewKey(Keys.ToStore(other, store, "other", Scope.All, app.Secrets));

        (await Statuses(key, PerMinute + 1)).ShouldBe("OK OK OK TooManyRequests");
        (await Statuses(other, PerMinute + 1)).ShouldBe("OK OK OK TooManyRequests");
    }

    [Fact]
    public async Task None_is_no_limit()
    {
        var (key, _) = await Limited("vici", 0);
        (await Statuses(key, PerMinute * 3)).ShouldNotContain("TooMany");
        using var response = await app.Send(HttpMethod.Get, "/api/orders", key: key);
        response.Header("RateLimit").ShouldBeNull();
    }

    [Fact]
    public async Task A_key_nobody_knows_is_told_nothing_of_rates()
    {
        using var response = await app.Send(HttpMethod.Get, "/api/orders", key: "a-key-nobody-knows");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Header("RateLimit").ShouldBeNull();
    }

    private async Task<string> Statuses(string key, int requests)
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < requests; i++)
        {
            using var response = await app.Send(HttpMethod.Get, "/api/orders", key: key);
            statuses.Add(response.StatusCode);
        }
        return string.Join(' ', statuses);
    }

    private async Task<(string Key, Store Store)> Limited(string dialect, int perMinute)
    {
        var key = await app.NewStore($"{dialect[..3]}-{Guid.NewGuid():n}", dialect);
        var stores = app.Services.GetRequiredService<StoreTable>();
        var stored = (await stores.All(CancellationToken.None)).Single(s => key.EndsWith(s.Store.Name, StringComparison.Ordinal));
        await stores.Set(stored with { Store = stored.Store with { RatePerMinute = perMinute } }, CancellationToken.None);
        await app.Services.GetRequiredService<Keyring>().Read(CancellationToken.None);
        return (key, stored.Store);
    }
}
