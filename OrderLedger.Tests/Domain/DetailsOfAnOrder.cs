using System.Text.Json;
using static OrderLedger.Tests.Domain.Scenario;

namespace OrderLedger.Tests.Domain;

public class DetailsOfAnOrder
{
    [Theory]
    [InlineData("""{"a":1,"b":{"c":[1,2]}}""", """{ "b": { "c": [1, 2] }, "a": 1 }""", true)]
    [InlineData("{}", "{ }", true)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":null}""", "{}", false)]
    [InlineData("""{"a":"1"}""", """{"a":1}""", false)]
    public void Two_are_equal_when_they_hold_the_same_json(string one, string other, bool equal)
    {
        Json(one).Equals(Json(other)).ShouldBe(equal);
        if (equal)
            Json(one).GetHashCode().ShouldBe(Json(other).GetHashCode());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void They_are_an_object_and_nothing_else(string json) => Should.Throw<ArgumentException>(() => Json(json));

    [Fact]
    public void Only_members_that_say_something_new_are_changes() =>
        Json("""{"a":1,"b":2}""").ChangesIn(Json("""{"b":2,"a":3,"c":null}""")).ShouldBe(Json("""{"a":3,"c":null}"""));

    [Fact]
    public void A_member_that_is_absent_is_no_change() => Json("""{"a":1,"b":2}""").ChangesIn(Json("""{"b":2}""")).ShouldBeNull();

    [Fact]
    public void A_change_takes_the_place_of_the_whole_member() =>
        Json("""{"a":{"x":1,"y":2},"b":2}""").With(Json("""{"a":{"x":3}}""")).ShouldBe(Json("""{"a":{"x":3},"b":2}"""));

    [Fact]
    public void After_its_changes_were_taken_a_report_brings_nothing_new()
    {
        var (known, reported) = (Json("""{"a":1,"b":[1]}"""), Json("""{"a":2,"b":[1],"c":{}}"""));

        known.With(known.ChangesIn(reported)!).ChangesIn(reported).ShouldBeNull();
    }

    /// <summary>The cases of RFC 7396, appendix A, one level down: there null takes a member away.</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"foo"}""", "null", "null")]
    [InlineData("""{"a":"foo"}""", "\"bar\"", "\"bar\"")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_patch_is_merged_as_RFC_7396_has_it(string known, string patch, string merged)
    {
        var before = Json($$"""{"metadata":{{known}},"other":1}""");

        var after = before.ChangesBy(Json($$"""{"metadata":{{patch}}}""")) is { } changes ? before.With(changes) : before;

        after.ShouldBe(Json($$"""{"metadata":{{merged}},"other":1}"""));
    }

    [Fact]
    public void A_patch_that_says_nothing_new_changes_nothing() =>
        Json("""{"metadata":{"a":1,"b":{"c":2}}}""").ChangesBy(Json("""{"metadata":{"b":{"c":2}}}""")).ShouldBeNull();

    [Theory]
    [InlineData("""{"customer_name":"Juan","customer_email":"juan@example.org"}""", "Juan", "juan@example.org")]
    [InlineData("""{"primary_contact":{"first_name":"John","last_name":"Doe","email":"john@example.org"}}""", "John Doe", "john@example.org")]
    [InlineData("""{"customer":{"name":"Anna","email":"anna@example.org"}}""", "Anna", "anna@example.org")]
    [InlineData("""{"customer":{"name":7}}""", null, null)]
    [InlineData("""{"customer":"Anna"}""", null, null)]
    [InlineData("{}", null, null)]
    public void A_customer_has_a_name_and_a_mail_where_they_are_text(string json, string? name, string? email) =>
        (Json(json).CustomerName, Json(json).CustomerEmail).ShouldBe((name, email));

    [Fact]
    public void They_are_folded_from_the_stream_with_the_note_added_last() =>
        Recorded(
        [
            Registered("pending") with { Details = Json("""{"a":1,"b":2}""") },
            new NoteAdded("first"),
            new OrderDetailsChanged(Details: Json("""{"b":3}""")),
            new NoteAdded("last"),
        ])
        .Aggregate((OrderDetails?)null, OrderDetails.Apply).ShouldBe(new OrderDetails(Json("""{"a":1,"b":3}"""), "last") { Id = "2539", Number = "#2539" });

    [Fact]
    public void What_says_nothing_about_them_leaves_the_same_instance()
    {
        var before = new OrderDetails(Json("""{"a":1}"""), "note");

        OrderDetails.Apply(before, Recorded([new PaymentStatusChanged(null, "paid")]).Single()).ShouldBeSameAs(before);
    }

    private static Details Json(string json) => new(JsonDocument.Parse(json).RootElement);
}
