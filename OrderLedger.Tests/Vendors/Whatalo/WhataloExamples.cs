using System.Text.Encodings.Web;

namespace OrderLedger.Tests.Vendors.Whatalo;

public class WhataloExamples(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string Time = "2026-01-31T09:30:00Z";

    [Fact]
    public async Task The_printed_order_goes_in_and_comes_out_member_for_member()
    {
        var key = await app.NewStore("whatalo-printed", "whatalo", currency: "COP");
        var example = Read("whatalo/200.json");
        var printed = example["answer"]!["data"]!.AsObject();
        printed["id"] = "472819365047";
        printed["created_at"] = Time;
        await app.Order(key, printed.ToJsonString());

        using var pushed = await Push(example, key);

        ((int)pushed.StatusCode).ShouldBe(200, await pushed.Text());
        (printed["is_completed"], printed["is_fully_paid"]) = (false, false);
        var shown = await app.Get("/v1/orders/472819365047", key);
        printed["updated_at"] = (string)shown["data"]!["updated_at"]!;
        shown.Select(m => m.Key).ShouldBe(["data"]);
        shown["data"].Members().ShouldBe(printed.Members());
        (await pushed.Text()).ShouldBe(shown.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        (await app.Told("472819365047", key)).ShouldBe(["order_registered"]);
    }

    [Theory]
    [InlineData("whatalo/422-body.json", "status")]
    [InlineData("whatalo/400-body.json", "body")]
    public async Task A_wrong_request_is_answered_in_the_printed_shape(string file, string field)
    {
        var key = await app.NewStore($"whatalo-{field}", "whatalo");
        await app.Order(key, """{ "id": "472819365047", "status": "pending" }""");
        var example = Read(file);

        using var response = await Push(example, key);

        ((int)response.StatusCode).ShouldBe((int)example["status"]!);
        var (answer, printed) = ((await response.Json())["error"]!, example["answer"]!["error"]!);
        answer.AsObject().Select(m => m.Key).ShouldBe(printed.AsObject().Select(m => m.Key));
        ((string)answer["code"]!).ShouldBe((string)printed["code"]!);
        ((string)answer["message"]!).ShouldBe((string)printed["message"]!);
        var detail = answer["details"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        detail.Select(m => m.Key).ShouldBe(printed["details"]![0]!.AsObject().Select(m => m.Key));
        ((string)detail["field"]!).ShouldBe(field);
        ((string)detail["message"]!).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_a_key_may_not_do_is_answered_in_the_printed_shape()
    {
        var example = Read("whatalo/403-feature.json");

        using var response = await Push(example, LedgerApp.Key);

        ((int)response.StatusCode).ShouldBe((int)example["status"]!);
        var (answer, printed) = ((await response.Json())["error"]!, example["answer"]!["error"]!);
        answer.AsObject().Select(m => m.Key).ShouldBe(printed.AsObject().Select(m => m.Key));
        ((string)answer["code"]!).ShouldBe((string)printed["code"]!);
        answer["details"]!.AsObject().Select(m => m.Key).ShouldBe(["feature"]);
    }

    private static JsonObject Read(string file) => JsonNode.Parse(Examples.Text(file))!.AsObject();

    private Task<HttpResponseMessage> Push(JsonObject example, string key) =>
        app.Send(new((string)example["method"]!), (string)example["path"]!, (string?)example["body"], key);
}
