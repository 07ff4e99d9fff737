namespace OrderLedger.Tests.Vendors.Genuka;

public class GenukaPushes(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string NoOrder = """{"status":"error","code":404,"data":null,"message":"The order does not exist"}""";

    [Fact]
    public async Task Set_what_the_body_names_and_leave_the_rest()
    {
        var company = await Company.Open(app, "f-axes");
        await company.Register(1, more: ""","total":12.5,"billing":{"method":"cash","amount":5},"shipping":{"mode":"pickup"}""");

        using var first = await company.Push(1, """{"status":"confirmed","billing":{"status":"Partially_Paid"}}""");
        using var second = await company.Push(1, """{"shipping":{"status":"taken_in_charge"}}""");
        using var third = await company.Push(1, "{}");

        (await first.Json())["billing"]!.ToJsonString().ShouldBe("""{"amount":5,"method":"cash","status":"partially_paid"}""");
        var answer = await second.Json();
        ((string)answer["status"]!).ShouldBe("confirmed");
        ((decimal)answer["amount"]!).ShouldBe(12.5m);
        answer["shipping"]!.ToJsonString().ShouldBe("""{"mode":"pickup","status":"taken_in_charge"}""");
        ((string)answer["billing"]!["status"]!).ShouldBe("partially_paid");
        (await third.Text()).ShouldBe(await second.Text());
        third.Header("ETag").ShouldBe(second.Header("ETag"));
        (await app.Faults()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, "canceled")]
    [InlineData(2, "cancelled")]
    [InlineData(3, " Cancelled ")]
    public async Task Canceled_is_written_with_one_l(int number, string word)
    {
        var company = await Company.Open(app, $"f-one-l-{number}");
        await company.Register(number);
        using var response = await company.Push(number, $$"""{"status":"{{word}}"}""");
        ((string)(await response.Json())["status"]!).ShouldBe("canceled");
    }

    [Fact]
    public async Task Metadata_is_merged()
    {
        var company = await Company.Open(app, "f-merged");
        await company.Register(1, more: ""","metadata":{"channel":"shop","gift":true,"box":{"size":2}}""");

        using var response = await company.Push(1, """{"metadata":{"note":"by hand","gift":null,"box":{"colour":"red"}}}""");
        var head = await app.Head();
        using var again = await company.Push(1, """{"metadata":{"note":"by hand","gift":null}}""");
        using var nothing = await company.Push(1, """{"metadata":{}}""");

        (await response.Json())["metadata"]!.ToJsonString().ShouldBe(
            """{"box":{"colour":"red","size":2},"channel":"shop","note":"by hand"}""");
        (await nothing.Text()).ShouldBe(await response.Text());
        (await app.Head()).ShouldBe(head);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_and_a_key_prove_the_same_and_nothing_else_does()
    {
        var company = await Company.Open(app, "f-keys");
        await company.Register(1);
        var path = $"/2023-11/admin/orders/{Company.OrderId(1)}/status";

        using var token = await company.Push(1, "{}");
        using var key = await app.Send(HttpMethod.Put, path, "{}", company.Key, ("X-Company", company.Name));
        using var query = await app.Send(HttpMethod.Put, $"{path}?api_key={company.Key}", "{}", null, ("X-Company", company.Name));
        using var none = await app.Send(HttpMethod.Put, path, "{}", null, ("X-Company", company.Name));

        token.StatusCode.ShouldBe(HttpStatusCode.OK);
        key.StatusCode.ShouldBe(HttpStatusCode.OK);
        query.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        none.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        none.Header("WWW-Authenticate")!.ShouldStartWith("Bearer");
        (await none.Text()).ShouldBe("""{"status":"error","code":401,"data":null,"message":"Unauthenticated."}""");
    }

    [Fact]
    public async Task The_key_of_another_dialects_store_is_told_so()
    {
        var company = await Company.Open(app, "f-right");
        var vici = company with { Key = await app.NewStore("f-vici") };

        using var response = await vici.Push(1, "{}");

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Text()).ShouldStartWith(
            """{"status":"error","code":403,"data":null,"message":"This route speaks genuka; the store of this key speaks vici.""");
    }

    [Fact]
    public async Task The_company_must_be_named_and_be_the_keys_own()
    {
        var (company, other) = (await Company.Open(app, "f-mine"), await Company.Open(app, "f-theirs"));
        await company.Register(1);
        await other.Register(2);
        var head = await app.Head();

        using var missing = await (company with { Name = "" }).Push(1, """{"status":"confirmed"}""");
        using var foreign = await (company with { Name = other.Name }).Push(2, """{"status":"confirmed"}""");
        using var theirs = await company.Push(2, """{"status":"confirmed"}""");

        missing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await missing.Text()).ShouldBe("""{"message":"Company id required","error":"company_id_required","code":400}""");
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await foreign.Text()).ShouldBe(NoOrder);
        theirs.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await theirs.Text()).ShouldBe(NoOrder);
        (await app.Head()).ShouldBe(head);
    }

    [Theory]
    [InlineData("01k76xt7z87katy392s9999999")]
    [InlineData("2539")]
    [InlineData("status")]
    public async Task An_order_nobody_knows_does_not_exist(string id)
    {
        var company = await Company.Open(app, $"f-no-{id}");
        using var response = await company.Send(HttpMethod.Put, $"{id}/status", """{"status":"confirmed"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Text()).ShouldBe(NoOrder);
    }

    [Theory]
    [InlineData("""{"status":"delivered"}""", "status", "Invalid status. Allowed: pending, confirmed, shipped, completed, canceled")]
    [InlineData("""{"shipping":{"status":"lost"}}""", "shipping.status",
        "Invalid status. Allowed: pending, taken_in_charge, delivered, partial_delivery")]
    [InlineData("""{"billing":{"status":1}}""", "billing.status",
        "Invalid status. Allowed: pending, paid, partially_paid, unpaid, canceled")]
    [InlineData("""{"billing":"paid"}""", "billing", """Invalid billing. Send an object: { "status": "pending" }""")]
    [InlineData("""{"metadata":[1]}""", "metadata", "Invalid metadata. Send an object, whose members are merged into the order's.")]
    [InlineData("""{"occurred_at":"soon"}""", "occurred_at", "occurred_at takes a time in ISO 8601, e.g. 2026-01-31T09:30:00Z.")]
    public async Task A_wrong_value_is_named(string body, string field, string error)
    {
        var company = await Company.Open(app, $"f-wrong-{field.Replace('.', '-').Replace('_', '-')}");
        await company.Register(1);
        var head = await app.Head();

        using var response = await company.Push(1, body);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var answer = await response.Json();
        answer.Select(m => m.Key).ShouldBe(["code", "status", "message", "errors"]);
        JsonNode.DeepEquals(answer["errors"], new JsonObject { [field] = new JsonArray(error) }).ShouldBeTrue(await response.Text());
        (await app.Head()).ShouldBe(head);
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_refused_in_the_same_shape()
    {
        var company = await Company.Open(app, "f-malformed");
        using var response = await company.Push(1, """{"status":""");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Text()).ShouldStartWith("""{"code":400,"status":"error","message":"The body is not valid JSON""");
    }

    [Fact]
    public async Task A_strict_store_says_where_an_order_may_go()
    {
        var company = await Company.Open(app, "f-strict", Policy.Strict);
        await company.Register(1, "confirmed");

        using var response = await company.Push(1, """{"status":"completed","billing":{"status":"paid"}}""");

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        const string sentence = "An order that is 'confirmed' cannot become 'completed' here. Allowed: shipped, canceled";
        (await response.Text()).ShouldBe(
            $$$"""{"code":409,"status":"error","message":"{{{sentence}}}","errors":{"status":["{{{sentence}}}"]}}""");
        using var read = await company.Send(HttpMethod.Get, Company.OrderId(1));
        (await read.Json())["billing"]!.ToJsonString().ShouldBe("""{"status":null}""");
    }

    [Fact]
    public async Task Versions_and_idempotency_keys_hold_here_too()
    {
        var company = await Company.Open(app, "f-headers");
        await company.Register(1);

        using var outdated = await company.Push(1, """{"status":"confirmed"}""", ("If-Match", "\"7\""));
        using var first = await company.Push(1, """{"status":"confirmed"}""", ("Idempotency-Key", "one"));
        using var again = await company.Push(1, """{"status":"confirmed"}""", ("Idempotency-Key", "one"));
        using var other = await company.Push(1, """{"status":"shipped"}""", ("Idempotency-Key", "one"));

        outdated.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        again.Header("Idempotency-Replayed").ShouldBe("true");
        (await again.Text()).ShouldBe(await first.Text());
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)(await other.Json())["error"]!).ShouldBe("idempotency_key_reused");
    }
}
