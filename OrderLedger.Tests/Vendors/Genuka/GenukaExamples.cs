namespace OrderLedger.Tests.Vendors.Genuka;

public class GenukaExamples(LedgerApp app) : IClassFixture<LedgerApp>
{
    private const string Id = "01k76xt7z87katy392s6w335cp";

    [Fact]
    public async Task The_order_the_vendor_prints_is_answered_as_it_prints_it()
    {
        var company = await Company.Open(app, "01hqydxwtxdj3kmzp3bz7jk73g");
        using var registered = await app.Send(HttpMethod.Post, "/api/orders", Examples.Text("genuka/order.json"), company.Key);
        registered.EnsureSuccessStatusCode();
        var printed = JsonNode.Parse(Examples.Text("genuka/200.json"))!.AsObject();

        using var pushed = await company.Send(HttpMethod.Put, $"{Id}/status", """{"status":"confirmed"}""");
        using var read = await company.Send(HttpMethod.Get, Id);

        pushed.StatusCode.ShouldBe(HttpStatusCode.OK, await pushed.Text());
        var answer = await pushed.Json();
        ((string)answer["status"]!).ShouldBe("confirmed");
        ((string)answer["updated_at"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
        (printed["status"], printed["updated_at"]) = (answer["status"]!.DeepClone(), answer["updated_at"]!.DeepClone());
        answer.ToJsonString().ShouldBe(printed.ToJsonString());
        (await read.Text()).ShouldBe(await pushed.Text());
        (await app.Faults()).ShouldBeEmpty();
    }
}
