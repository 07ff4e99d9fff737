using System.Globalization;
using System.Text;
using System.Text.Json;
using OrderLedger.Domain.Proof;
using OrderLedger.Tests.Audit;

namespace OrderLedger.Tests.Ledger.Exporting;

/// <summary>Details that a hash may stumble over come back from the database as what was hashed, to both programs.</summary>
public class NastyDetails(LedgerApp app) : IClassFixture<LedgerApp>
{
    private static readonly string[] Numbers =
    [
        "0", "-0.0", "0e5", "1", "-1", "1.10", "1.0", "100", "1e2", "1E+2", "1e-2", "0.1", "1e21", "1e20", "123456789012345678901234567890",
        "1e-6", "1e-7",
        "9007199254740991", "9007199254740993", "9007199254740992", "1e400", "-1e400", "1e-400", "5e-324", "2.5e-324",
        "1.7976931348623157e308",
        "0.30000000000000004", "0.3000000000000000444", "333333333.33333329", "1e23", "1.7976931348623159e308", "4.50", "2e-3", "1e16",
        "12345678901234567",
        "0.000001", "0.0000001", "999999999999999.9", "9999999999999999.9", "4.35", "1.15e-5",
    ];

    private static readonly string[] Texts =
    [
        "\"\"", "\"é\"", "\"\\u00e9\"", "\"e\\u0301\"", "\"😀\"", "\"\\ud83d\\ude00\"", "\"\\u20ac\\u2028\\u2029\"",
        "\"\\b\\t\\n\\f\\r\\u0001\\u001f\\u007f\\u0080\"",
        "\"\\\"\\\\\\/</script>'\"", "\"\\uffff\\ufeff\"", "\"=1+1\"", "\"דּ\"",
    ];

    private static readonly string Sorted = """{"\ud83d\ude00":1,"\uffee":2,"é":3,"z":4,"":5,"Z":6,"a\u0001":7,"a":8,"10":9,"9":10,"\u20ac":11,"\r":12,"\ufb33":13}""";

    [Fact]
    public async Task Both_programs_write_the_same_canonical_json()
    {
        string[] values =
        [
            .. Numbers, .. Texts, Sorted, """{"a":1,"b":2,"a":{"x":[],"x":{}}}""", """[null,true,false,[],{},[[]]]""", new string('[', 60) + new string(']', 60),
        ];
        const string Program = "import sys; sys.path.insert(0, 'tools'); import verify_export as v\n"
            + "for line in sys.stdin.buffer: print(v.canonical_bytes(v.parsed(line)).hex())";

        var python = await Python.Run("-c", [Program], string.Concat(values.Select(v => $"{{\"v\":{v}}}\n")));

        python.ExitCode.ShouldBe(0, python.Error);
        var json = new CanonicalJson(exactNumbers: true);
        python.Out.TrimEnd().Split('\n').Select(hex => Encoding.UTF8.GetString(Convert.FromHexString(hex))).ShouldBe(values.Select(value =>
        {
            json.Clear();
            using var document = JsonDocument.Parse($"{{\"v\":{value}}}");
            json.Value(document.RootElement);
            return Encoding.UTF8.GetString(json.Bytes);
        }));
    }

    [Fact]
    public async Task What_was_pushed_comes_back_as_what_was_hashed()
    {
        var nested = string.Concat(Enumerable.Repeat("{\"d\":[", 18)) + "1" + string.Concat(Enumerable.Repeat("]}", 18));
        var metadata = $$"""{"numbers":[{{string.Join(',', Numbers.Where(n => double.IsFinite(double.Parse(n, CultureInfo.InvariantCulture))))}}],"texts":[{{string.Join(',', Texts)}}],"sorted":{{Sorted}},"nested":{{nested}}}""";
        using var response = await app.Send(HttpMethod.Post, "/api/orders",
            $$"""{"id":"471","status":"pending","total":1.10,"subtotal":1.100,"customer":{"name":"Ünï 😀"},"metadata":{{metadata}}}""");
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Text());
        using var pushed = await app.Send(HttpMethod.Patch, "/api/orders/471/status", """{"order_status":"processing","reason":"=1+1, \"so\"\nand on"}""");
        pushed.EnsureSuccessStatusCode();

        await app.VerifyExport();
    }

    [Fact]
    public async Task A_table_runs_nothing_in_a_spreadsheet()
    {
        await app.Register("4711");
        using var pushed = await app.Patch("4711", """{"order_status":"processing","reason":"=1+1, \"so\"\nand on"}""");
        pushed.EnsureSuccessStatusCode();

        using var response = await app.Send(HttpMethod.Get, "/api/audit/export?format=csv");

        (await response.Text()).ShouldContain(",\"'=1+1, \"\"so\"\"\nand on\",false,false\r\n");
    }
}
