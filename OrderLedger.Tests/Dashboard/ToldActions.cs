using System.Text.Json;
using OrderLedger.Api.Dashboard.Upkeep.Audit;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Tests.Dashboard;

public class ToldActions
{
    [Theory]
    [InlineData("store_changed", """{"policy.from":"permissive","policy.to":"strict"}""", "Changed the store: policy from permissive to strict")]
    [InlineData("store_changed", """{"ratePerMinute.to":"60","webhookSecret":"changed"}""",
        "Changed the store: rate per minute from nothing to 60, webhook secret changed")]
    [InlineData("key_made", """{"id":"key_1","name":"till","scopes":"push,read"}""", "Made the key till (key_1) that may change orders, look")]
    [InlineData("rebuild_asked", """{"id":"7","projections":"orders,kpi"}""", "Asked for a rebuild of orders, figures")]
    [InlineData("export_taken", """{"format":"csv","to":"2026-01-01T00:00:00.000000Z"}""", "Took an export as csv to 2026-01-01T00:00:00.000000Z")]
    [InlineData("ledger_seeded", """{"events":"12"}""", "Ledger seeded: events 12")]
    [InlineData("signed_in", "{}", "Signed in")]
    public void Are_sentences(string type, string data, string told) => ActionWords.Of(Line(type, data)).ShouldBe(told);

    [Fact]
    public void Have_words_whatever_is_missing()
    {
        foreach (var type in ActionTypes.All)
            ActionWords.Of(Line(type, "{}")).ShouldNotBeNullOrWhiteSpace();
    }

    private static AuditLine.OfStore Line(string type, string data) => new(1, type, Talk.Tester, default, JsonElement.Parse(data));
}
