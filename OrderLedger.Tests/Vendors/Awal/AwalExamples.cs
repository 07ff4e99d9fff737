using System.Text.RegularExpressions;
using OrderLedger.Api.Http;

namespace OrderLedger.Tests.Vendors.Awal;

public partial class AwalExamples(SocketApp app) : IClassFixture<SocketApp>
{
    public static TheoryData<string> Files => new(Examples.Of("awal"));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_the_vendor_prints_holds(string file)
    {
        var store = Path.GetFileNameWithoutExtension(file);
        await app.NewStore(store, "awal");
        await app.RegisterAt(store, "1", members: "\"order_number\": \"ORD-2024-001\"");

        foreach (var step in JsonNode.Parse(Examples.Text(file))!["steps"]!.AsArray())
        {
            using var response = await app.SendSigned(
                Signatory.Of(store), new((string)step!["method"]!), (string)step["path"]!, (string?)step["body"]);

            Untimed(await response.Text()).ShouldBe(Untimed(step["answer"]!.ToJsonString(Wire.Options)));
            ((int)response.StatusCode).ShouldBe((int)step["status"]!);
        }
    }

    // The one member that cannot be as printed; its shape must.
    private static string Untimed(string answer) => UpdatedAt().Replace(answer, "\"updated_at\":\"then\"");

    [GeneratedRegex("""
        "updated_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
        """)]
    private static partial Regex UpdatedAt();
}
