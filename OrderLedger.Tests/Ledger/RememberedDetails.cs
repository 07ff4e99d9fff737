using System.Text.Json;
using OrderLedger.Api.Ledger.Writing;

namespace OrderLedger.Tests.Ledger;

public class RememberedDetails(HandmadeLedger ledger) : IClassFixture<HandmadeLedger>
{
    [Fact]
    public async Task Are_read_again_once_another_server_changed_them()
    {
        var (one, other) = (ledger.NewWriter(), ledger.NewWriter());
        await one.StartAsync(default);
        await other.StartAsync(default);
        await one.Submit(ledger.Register("m1", details: Json("""{"a":1}""")));

        var first = await Shown(one, "completed");
        var again = await Shown(one, "failed");
        await other.Submit(ledger.Ask("m1", new Push { Details = Json("""{"a":2}""") }));
        var changed = await Shown(one, "completed");

        first.ShouldBe(Json("""{"a":1}"""));
        again.ShouldBeSameAs(first);
        changed.ShouldBe(Json("""{"a":2}"""));
    }

    [Fact]
    public async Task Too_large_to_be_kept_are_shown_all_the_same()
    {
        var writer = ledger.NewWriter();
        await writer.StartAsync(default);
        var large = Json($$"""{"a":"{{new string('x', 20_000)}}"}""");
        await writer.Submit(ledger.Register("m1-large", details: large));

        foreach (var status in new[] { "completed", "failed" })
            (await Shown(writer, status, "m1-large")).ShouldBe(large);
    }

    private async Task<Details> Shown(LedgerWriter writer, string status, string order = "m1") =>
        ((Answer.Done)await writer.Submit(ledger.Push(order, status) with { ShowsDetails = true })).Outcome.Details!.Details;

    private static Details Json(string json) => new(JsonDocument.Parse(json).RootElement);
}
