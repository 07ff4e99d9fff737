namespace OrderLedger.Tests.Vendors.WizCommerce;

public class WizCommerceExamples(LedgerApp app) : IClassFixture<LedgerApp>
{
    private readonly JsonObject example = JsonNode.Parse(Examples.Text("wizcommerce/200.json"))!.AsObject();

    [Fact]
    public async Task The_printed_order_goes_in_comes_out_and_is_pushed_member_for_member()
    {
        var key = await app.NewStore("wiz-printed", "wizcommerce", Policy.Strict);
        var printed = example["answer"]!["data"]!.AsObject();
        await app.Order(key, printed.ToJsonString());

        var shown = await app.Get($"/v1/orders/{printed["id"]}", key);
        using var pushed = await app.Send(
            new((string)example["method"]!), (string)example["path"]!, (string)example["body"]!, key);

        shown.Select(m => m.Key).ShouldBe(["data"]);
        Timeless(shown["data"]).ShouldBe(Timeless(printed));
        ((int)pushed.StatusCode).ShouldBe((int)example["status"]!);
        printed["status"] = "confirmed";
        Timeless((await pushed.Json())["data"]).ShouldBe(Timeless(printed));
    }

    [Fact]
    public async Task What_never_came_is_null()
    {
        var key = await app.NewStore("wiz-bare", "wizcommerce", Policy.Strict);
        await app.Order(key, """{ "id": "bare", "status": "draft", "created_at": "2026-01-01T00:00:00Z" }""");

        var shown = (await app.Get("/v1/orders/bare", key))["data"]!.AsObject();

        shown.Select(m => m.Key).ShouldBe(example["answer"]!["data"]!.AsObject().Select(m => m.Key));
        shown.Where(m => m.Value is not null).Select(m => m.Key).ShouldBe(["id", "status", "created_at", "updated_at"]);
    }

    // When an order was updated is the ledger's own to say.
    private static IEnumerable<string> Timeless(JsonNode? order) =>
        order.Members().Where(m => !m.StartsWith("updated_at", StringComparison.Ordinal));
}
