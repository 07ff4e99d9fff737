using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Access;

public class ApiKeys(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string Body = """{ "order_status": "completed" }""";

    [Theory]
    [InlineData("x-api-key", LedgerApp.Key)]
    [InlineData("X-API-KEY", " " + LedgerApp.Key + " ")]
    [InlineData("Authorization", "Bearer " + LedgerApp.Key)]
    [InlineData("Authorization", "bearer " + LedgerApp.Key)]
    public async Task A_key_is_taken_from_a_header(string header, string value)
    {
        await app.Register("1");
        using var response = await app.Send(HttpMethod.Patch, "/api/orders/1/status", Body, key: null, (header, value));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_is_taken_from_the_query()
    {
        await app.Register("2");
        using var response = await app.Send(HttpMethod.Patch, $"/api/orders/2/status?api_key={LedgerApp.Key}", Body, key: null);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_header_wins_over_the_query()
    {
        await app.Register("3");
        using var wrongHeader = await app.Send(HttpMethod.Patch, $"/api/orders/3/status?api_key={LedgerApp.Key}", Body,
            "wrong-wrong-wrong");
        using var wrongQuery = await app.Send(HttpMethod.Patch, "/api/orders/3/status?api_key=wrong", Body);
        wrongHeader.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        wrongQuery.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_may_do_what_its_scopes_name()
    {
        await app.Register("4");
        await app.NewKey(KeyOf("a-key-that-only-reads", "reader", [Scope.Read]));
        await app.NewKey(KeyOf("a-key-that-only-pushes", "pusher", [Scope.Push]));

        foreach (var (method, path) in new[] { ("PATCH", "/api/orders/4/status"), ("POST", "/api/orders/update-status"),
            ("POST", "/api/webhooks/order") })
            await Forbidden(method, path, "a-key-that-only-reads", "push");
        foreach (var path in new[]
            { "/api/orders", "/api/orders/4", "/api/orders/4/history", "/api/orders/4/diff", "/api/audit", "/api/kpis" })
            await Forbidden("GET", path, "a-key-that-only-pushes", "read");
    }

    [Fact]
    public async Task A_revoked_key_is_unknown_from_the_next_reading_on()
    {
        var stored = KeyOf("a-key-to-be-revoked", "leaver", [Scope.Read]);
        await app.NewKey(stored);
        using var before = await app.Send(HttpMethod.Get, "/api/kpis", key: "a-key-to-be-revoked");

        await app.Services.GetRequiredService<KeyTable>().Revoke(stored.Id, Talk.Tester, CancellationToken.None);
        await app.Services.GetRequiredService<Keyring>().Read(CancellationToken.None);
        using var after = await app.Send(HttpMethod.Get, "/api/kpis", key: "a-key-to-be-revoked");

        before.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        after.Header("WWW-Authenticate").ShouldBe("Bearer realm=\"orderledger\"");
        ((string)(await after.Json())["error"]!).ShouldStartWith("Unauthorized.");
    }

    [Fact]
    public async Task An_expired_key_is_unknown()
    {
        await app.NewKey(KeyOf("a-key-that-has-ended", "guest",
            [Scope.Read]) with
        { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) });
        using var response = await app.Send(HttpMethod.Get, "/api/kpis", key: "a-key-that-has-ended");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Another_stores_order_does_not_exist()
    {
        await app.Register("5");
        var other = await app.NewStore("other");
        var head = await app.Head();

        using var push = await app.Send(HttpMethod.Patch, "/api/orders/5/status", Body, other);
        using var read = await app.Send(HttpMethod.Get, "/api/orders/5", key: other);
        using var history = await app.Send(HttpMethod.Get, "/api/orders/5/history", key: other);

        push.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        history.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get("/api/orders", other))["orders"]!.AsArray().ShouldBeEmpty();
        (await app.Head()).ShouldBe(head);
    }

    private StoredKey KeyOf(string key, string name, string[] scopes) => Keys.ToStore(
        key, new Store("default", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc), name, scopes, app.Secrets);

    private async Task Forbidden(string method, string path, string key, string scope)
    {
        using var response = await app.Send(new(method), path, method == "GET" ? null : """{ "id": 4, "order_id": 4, "order_status": "completed" }""", key);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        var problem = await response.Json();
        ((string)problem["error"]!).ShouldBe($"This key lacks the scope '{scope}'.");
        ((string)problem["scope"]!).ShouldBe(scope);
    }
}
