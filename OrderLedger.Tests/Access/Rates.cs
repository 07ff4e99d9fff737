using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Access;

public class Rates(SocketApp app) : IClassFixture<SocketApp>
{
    private const int PerMinute = 3;

    public static TheoryData<string, string> Refusals => new()
    {
        { "vici", """{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"*","error":"*"}""" },
        { "wizcommerce", """{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"*","error":"*"}""" },
        { "awal", """{"error":"rate_limit_exceeded","message":"*","details":{},"request_id":"#"}""" },
        { "whatalo", """{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"*"}}""" },
        { "genuka", """{"status":"error","code":429,"data":null,"message":"*"}""" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Beyond_it_a_push_is_refused_in_the_words_of_its_dialect(string dialect, string answer)
    {
        var shop = await Limited(dialect, PerMinute);
        await shop.Register(shop.OrderId(1), shop.Words[0]);
        for (var i = 1; i < PerMinute; i++)
            (await shop.Push(shop.OrderId(1), shop.Words[0])).StatusCode.ShouldBe(HttpStatusCode.OK);
        var head = await app.Head();

        using var refused = await shop.Push(shop.OrderId(1), shop.Words[1]);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Header("Retry-After").ShouldBe("20");
        (await refused.Text()).ShouldBe(answer.Replace("*", "Too many requests with this key. Try again in 20 s.", StringComparison.Ordinal)
            .Replace("#", refused.Header("X-Request-Id"), StringComparison.Ordinal));
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task Each_answer_tells_what_is_left()
    {
        var shop = await Limited("vici", PerMinute, "telling");

        using var response = await shop.Send(HttpMethod.Get, "/api/orders");

        response.Header("RateLimit-Policy").ShouldBe("\"key\";q=3;w=60");
        response.Header("RateLimit").ShouldBe("\"key\";r=2;t=20");
        response.Header("X-RateLimit-Limit").ShouldBe("3");
        response.Header("X-RateLimit-Remaining").ShouldBe("2");
        var full = DateTimeOffset.FromUnixTimeSeconds(long.Parse(response.Header("X-RateLimit-Reset")!, CultureInfo.InvariantCulture));
        full.ShouldBeInRange(DateTimeOffset.UtcNow.AddSeconds(10), DateTimeOffset.UtcNow.AddSeconds(30));
    }

    [Fact]
    public async Task Another_key_of_the_store_has_its_own()
    {
        var shop = await Limited("vici", 1, "shared");
        var store = (await app.Services.GetRequiredService<StoreTable>().All(default)).Single(s => s.Store.Name == shop.Name).Store;
        await app.NewKey(Keys.ToStore("another-key-of-shared", store, "second", Scope.All, app.Secrets));
        (await shop.Send(HttpMethod.Get, "/api/orders")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shop.Send(HttpMethod.Get, "/api/orders")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        using var other = await app.Send(HttpMethod.Get, "/api/orders", key: "another-key-of-shared");

        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_rate_of_the_store_holds_from_its_reading_on()
    {
        var shop = await Limited("vici", 1, "raised");
        (await shop.Send(HttpMethod.Get, "/api/orders")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shop.Send(HttpMethod.Get, "/api/orders")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        await SetRate(shop, 0);
        using var unlimited = await shop.Send(HttpMethod.Get, "/api/orders");

        unlimited.StatusCode.ShouldBe(HttpStatusCode.OK);
        unlimited.Header("RateLimit-Policy").ShouldBeNull();
    }

    private async Task<Shop> Limited(string dialect, int perMinute, string? name = null)
    {
        var shop = await Shop.Open(app, name ?? $"rate-{dialect}", dialect);
        await SetRate(shop, perMinute);
        return shop;
    }

    private async Task SetRate(Shop shop, int perMinute)
    {
        var table = app.Services.GetRequiredService<StoreTable>();
        var known = (await table.All(default)).Single(s => s.Store.Name == shop.Name);
        await table.Set(known with { Store = known.Store with { RatePerMinute = perMinute } }, Talk.Tester, default);
        await app.Services.GetRequiredService<Keyring>().Read(default);
    }
}
