using System.Globalization;
using System.Text;
using System.Text.Json;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Tests.Domain.Proof;

/// <summary>The examples of RFC 8785, and where we tell apart what it does not.</summary>
public class CanonicalForms
{
    // RFC 8785, appendix B.
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void A_number_is_written_as_its_double(string bits, string canonical)
    {
        var number = BitConverter.Int64BitsToDouble(long.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        CanonicalNumber.Of(number).ShouldBe(canonical);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_has_no_form(double number) => Should.Throw<ArgumentException>(() => CanonicalNumber.Of(number));

    // RFC 8785, section 3.2.2 and 3.2.3.
    [Theory]
    [InlineData(
        """{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}""",
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""")]
    [InlineData(
        """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""",
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}")]
    [InlineData("""{ "b" : [ ] , "a" : { } , "" : "\u007f\u2028" }""", "{\"\":\"\u007f\u2028\",\"a\":{},\"b\":[]}")]
    public void A_value_has_one_form(string json, string canonical) =>
        Encoding.UTF8.GetString(CanonicalJson.Of(JsonElement.Parse(json))).ShouldBe(canonical);

    [Fact]
    public void Of_members_with_one_name_the_last_counts() =>
        Encoding.UTF8.GetString(CanonicalJson.Of(JsonElement.Parse("""{"a":1,"b":2,"a":3}"""))).ShouldBe("""{"a":3,"b":2}""");

    [Fact]
    public void Many_members_are_sorted_as_few_are()
    {
        var names = Enumerable.Range(0, 50_000).Select(i => $"\"{49_999 - i:d5}\":{i}").Append("\"00007\":0");
        var json = Encoding.UTF8.GetString(CanonicalJson.Of(JsonElement.Parse("{" + string.Join(',', names) + "}")));
        json.ShouldBe("{" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"{i:d5}\":{(i == 7 ? 0 : 49_999 - i)}")) + "}");
    }

    [Theory]
    [InlineData("149.90", "149.9")]
    [InlineData("1e2", "100")]
    [InlineData("-0.0", "0")]
    [InlineData("0.000", "0")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("9007199254740993", "\"9007199254740993e0\"")]
    [InlineData("0.1000000000000000055", "\"1000000000000000055e-19\"")]
    [InlineData("-1e400", "\"-1e400\"")]
    public void Numbers_that_a_double_confuses_are_told_apart(string token, string canonical) =>
        CanonicalNumber.Exact(token).ShouldBe(canonical);
}
