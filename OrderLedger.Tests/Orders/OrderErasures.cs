using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrderLedger.Api.Access;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Tests.Orders;

public class OrderErasures(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Take_the_customer_from_what_is_shown_and_searched()
    {
        await Make("141");

        var erased = await Erase("141");

        erased.ShouldBe("""{"order_id":"141","version":4,"erased_up_to":3,"refused_pushes":0}""");
        var order = await app.Get("/api/orders/141");
        ((string?)order["note"], order["details"]!.ToJsonString(), (decimal)order["total"]!, (string)order["status"]!)
            .ShouldBe((null, """{"tax_amount":"1.25"}""", 12.5m, "completed"));
        (await app.Get("/api/orders?search=141%20zenobia"))["orders"]!.AsArray().ShouldBeEmpty();
        var history = await app.Get("/api/orders/141/history");
        history.ToJsonString().ShouldNotContain("Zenobia");
        history["events"]!.AsArray().Select(e => $"{e!["type"]} {e["event"]!["up_to"]}".Trim())
            .ShouldBe(["personal_data_erased 3", "order_details_changed", "status_changed", "order_registered"]);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Leave_every_receipt_right()
    {
        await Make("142");
        var before = await app.Get("/api/orders/142/receipt?version=1");

        await Erase("142");

        var after = await app.Get("/api/orders/142/receipt?version=1");
        (before["salt"] is null, after["salt"] is null).ShouldBe((false, true));
        before["data"]!.ToJsonString().ShouldContain("Zenobia");
        after["data"]!.ToJsonString().ShouldNotContain("Zenobia");
        foreach (var member in new[] { "entry", "leaf", "personal", "place" })
            after[member]!.ToJsonString().ShouldBe(before[member]!.ToJsonString(), member);
        foreach (var receipt in new[] { before, after, await app.Get("/api/orders/142/receipt") })
            Proves(receipt).ShouldBeTrue();
    }

    [Fact]
    public async Task Say_when_there_is_nothing_to_erase()
    {
        await Make("143");

        await Erase("143");

        (await Erase("143")).ShouldBe("""{"order_id":"143","version":4,"erased_up_to":null,"refused_pushes":0}""");
    }

    [Fact]
    public async Task Delete_the_refused_pushes_of_the_order()
    {
        await Make("14");
        using var refused = await app.Send(HttpMethod.Patch, "/api/orders/14/status", """{"order_status":"no such","note":"Zenobia"}""");
        using var other = await app.Send(HttpMethod.Patch, "/api/orders/144/status", """{"order_status":"completed"}""");

        using var intake = await app.Send(HttpMethod.Post, "/api/orders", """{"id":14,"status":"no such","customer":{"name":"Zenobia"}}""");
        using var otherIntake = await app.Send(HttpMethod.Post, "/api/orders", """{"id":"144","total":14,"status":"no such"}""");
        using var unreadable = await app.Send(HttpMethod.Post, "/api/orders", """{"id":14""");

        (await Erase("14")).ShouldBe("""{"order_id":"14","version":4,"erased_up_to":3,"refused_pushes":2}""");

        (await app.Ask<string>("select string_agg(convert_from(body, 'UTF8'), ' ' order by received_at) from ledger.ol_rejected_push"))
            .ShouldBe("""{"order_status":"completed"} {"id":"144","total":14,"status":"no such"} {"id":14""");
    }

    [Fact]
    public async Task Are_for_keys_of_scope_admin_alone()
    {
        await Make("145");
        var store = new Store("default", "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc);
        await app.NewKey(Keys.ToStore("a-key-that-pushes-and-reads", store, "clerk", [Scope.Push, Scope.Read], app.Secrets));

        using var forbidden = await app.Send(HttpMethod.Post, "/api/orders/145/erase", key: "a-key-that-pushes-and-reads");

        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await app.Get("/api/orders/145")).ToJsonString().ShouldContain("Zenobia");
    }

    [Theory]
    [InlineData("/api/orders/146/erase?upto=2", null, HttpStatusCode.BadRequest)]
    [InlineData("/api/orders/146/erase", """{"members":["customer"]}""", HttpStatusCode.BadRequest)]
    [InlineData("/api/orders/9999/erase", null, HttpStatusCode.NotFound)]
    public async Task Of_what_is_not_meant_or_not_there_erase_nothing(string path, string? body, HttpStatusCode status)
    {
        await Make("146");

        using var response = await app.Send(HttpMethod.Post, path, body);

        response.StatusCode.ShouldBe(status, await response.Text());
        (await app.Get("/api/orders/146")).ToJsonString().ShouldContain("Zenobia");
    }

    private async Task Make(string id)
    {
        using var made = await Post(id, "pending", "Zenobia");
        using var pushed = await app.Patch(id, """{"order_status":"completed"}""");
        using var changed = await Post(id, "completed", "Zenobia Quillfeather");
        changed.EnsureSuccessStatusCode();
    }

    private Task<HttpResponseMessage> Post(string id, string status, string name) => app.Send(HttpMethod.Post, "/api/orders",
        $$"""{"id":"{{id}}","status":"{{status}}","total":12.5,"customer":{"name":"{{name}}"},"tax_amount":"1.25"}""");

    private async Task<string> Erase(string id)
    {
        using var response = await app.Send(HttpMethod.Post, $"/api/orders/{id}/erase");
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        return await response.Text();
    }

    // As docs/proof.md tells it, from what the receipt itself holds.
    private static bool Proves(JsonObject receipt)
    {
        using var data = JsonDocument.Parse(receipt["data"]!.ToJsonString());
        var personal = Hash(receipt["personal"]);
        var ofData = new DataHash().Of(data.RootElement, personal);
        if (Hash(receipt["salt"]) is { } salt && !new DataHash().OfPersonal(data.RootElement, salt)!.SequenceEqual(personal!))
            return false;
        var leaf = SHA256.HashData([0, .. Encoding.UTF8.GetBytes(receipt["entry"]!.ToJsonString())]);
        return (string)receipt["entry"]!["data_hash"]! == Convert.ToHexStringLower(ofData)
            && (string)receipt["leaf"]! == Convert.ToHexStringLower(leaf);
    }

    private static byte[]? Hash(JsonNode? hex) => hex is null ? null : Convert.FromHexString((string)hex!);
}
