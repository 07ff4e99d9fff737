using OrderLedger.Api.Ledger.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace OrderLedger.Tests.Pushes;

public class OwnPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("PATCH", "/api/orders/ord-1/status", """{ "status": "Confirmed" }""")]
    [InlineData("POST", "/api/orders/update-status", """{ "order_id": "ord-1", "status": "confirmed" }""")]
    [InlineData("PATCH", "/api/orders/update-status", """{ "order_id": "ord-1", "order_status": "confirmed" }""")]
    public async Task A_store_of_another_dialect_pushes_in_its_own_words(string method, string path, string body)
    {
        var key = await Store();

        using var response = await app.Send(new(method), path, body, key);

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        var answer = await response.Json();
        ((string)answer["order"]!["id"]!).ShouldBe("ord-1");
        ((string)answer["order"]!["status"]!).ShouldBe("confirmed");
        ((bool)answer["changed"]!).ShouldBeTrue();
        ((string)answer["previous_status"]!).ShouldBe("draft");
        ((string)answer["outcome"]!).ShouldBe("changed");
        ((long)answer["version"]!).ShouldBe(2);
    }

    [Theory]
    [InlineData("/api/orders/ord-1/status", """{ "status": "processing" }""")]
    [InlineData("/api/orders/update-status", """{ "order_id": "ord-1", "order_status": "processing" }""")]
    public async Task And_never_in_those_of_a_shop_it_is_not(string path, string body)
    {
        var key = await Store();
        using var response = await app.Send(HttpMethod.Patch, path, body, key);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldBe("Invalid status. Allowed: draft, confirmed, cancelled");
    }

    [Fact]
    public async Task A_move_its_graph_does_not_know_is_refused_with_the_next_ones()
    {
        var key = await Store();
        await app.Send(HttpMethod.Patch, "/api/orders/ord-1/status", """{ "status": "confirmed" }""", key);
        using var response = await app.Send(HttpMethod.Patch, "/api/orders/ord-1/status", """{ "status": "draft" }""", key);
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Json())["allowed_next"]!.ToJsonString().ShouldBe("""["cancelled"]""");
    }

    private async Task<string> Store()
    {
        var name = $"wiz-{Guid.NewGuid():n}";
        var key = await app.NewStore(name, "wizcommerce", Policy.Strict);
        var store = new Store(name, "wizcommerce", Policy.Strict, "USD", TimeZoneInfo.Utc);
        await app.Services.GetRequiredService<LedgerWriter>().Submit(new(
            new(name, "ord-1"), new RegisterOrder(new("draft", "draft")) { Number = "1" },
                store.RulesFor(Vocabularies.WizCommerce), new("test", "test")));
        return key;
    }
}
