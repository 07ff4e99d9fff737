namespace OrderLedger.Tests.Vendors.Vici;

public class ViciExamples(LedgerApp app) : IClassFixture<LedgerApp>
{
    public static TheoryData<string> Files => new(Examples.Of("vici"));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_the_vendor_prints_holds(string file)
    {
        var example = JsonNode.Parse(Examples.Text(file))!.AsObject();
        await app.Register("2539");
        var key = example.ContainsKey("key_in_query") ? null : (string?)example["key"] ?? LedgerApp.Key;

        using var response = await app.Send(
            new((string)example["method"]!),
            ((string)example["path"]!).Replace("YOUR_WEBHOOK_API_KEY", LedgerApp.Key, StringComparison.Ordinal),
            (string)example["body"]!, key);

        (await response.Text()).ShouldStartWith((string)example["answer_starts"]!);
        ((int)response.StatusCode).ShouldBe((int)example["status"]!);
    }
}
