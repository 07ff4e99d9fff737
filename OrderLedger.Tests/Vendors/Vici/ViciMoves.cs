namespace OrderLedger.Tests.Vendors.Vici;

public class ViciMoves(LedgerApp app) : IClassFixture<LedgerApp>
{
    private static readonly string[] Nine =
        ["pending", "processing", "completed", "on-hold", "cancelled", "refunded", "failed", "checkout-draft", "draft"];

    [Fact]
    public async Task A_permissive_store_takes_any_of_the_nine_from_any_and_warns_of_the_odd_ones()
    {
        var id = 1000;
        foreach (var (from, to) in Nine.SelectMany(from => Nine.Select(to => (from, to))))
        {
            await app.Register($"{++id}", from);

            using var response = await app.Patch($"{id}", $$"""{ "order_status": "{{to}}" }""");

            response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{from} to {to}");
            var answer = await response.Json();
            ((string)answer["order_status"]!).ShouldBe(to);
            ((bool)answer["changed"]!).ShouldBe(from != to);
            ((string)answer["previous_status"]!).ShouldBe(from);
            var odd = from != to && Vocabularies.Vici.MoveBetween(from, to) == Move.Unusual;
            ((string?)answer["warning"]).ShouldBe(odd ? $"Unusual move from \"{from}\" to \"{to}\"." : null);
            answer.ContainsKey("warning").ShouldBe(odd);
        }
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_strict_store_refuses_an_odd_move_and_names_the_next_ones()
    {
        var key = await app.NewStore("strict", policy: Policy.Strict);
        await app.Send(HttpMethod.Post, "/api/webhooks/order", """{ "id": 1, "status": "completed" }""", key);
        var head = await app.Head();

        using var refused = await app.Send(HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "pending" }""", key);

        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        refused.Header("Content-Type").ShouldBe("application/problem+json");
        var problem = await refused.Json();
        ((string)problem["error"]!).ShouldBe("An order that is 'completed' cannot become 'pending' here.");
        problem["allowed_next"]!.AsArray().Select(n => (string)n!).ShouldBe(["refunded"]);
        (await app.Head()).ShouldBe(head);

        using var taken = await app.Send(HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "refunded" }""", key);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
