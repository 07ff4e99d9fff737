using OrderLedger.Api.Access;

namespace OrderLedger.Tests.Audit;

public class AuditFilters(LedgerApp app) : IClassFixture<LedgerApp>
{
    private static int stores;

    [Theory]
    [InlineData("", "a4 a3 b2 a2 b1 a1")]
    [InlineData("kind=orders", "a4 a3 b2 a2 b1 a1")]
    [InlineData("kind=actions", "")]
    [InlineData("actor=clerk", "b2")]
    [InlineData("actor=nobody", "")]
    [InlineData("source=vici", "a4 a3 b2 a2")]
    [InlineData("source=intake", "b1 a1")]
    [InlineData("type=order_registered", "b1 a1")]
    [InlineData("type=order_deleted", "")]
    [InlineData("status_from=COMPLETED", "a3")]
    [InlineData("status_to=completed", "a4 b2 a2")]
    [InlineData("status_to=processing&status_from=completed", "a3")]
    [InlineData("order=2", "b2 b1")]
    [InlineData("order=3", "")]
    [InlineData("order=2&actor=clerk", "b2")]
    [InlineData("correlation_id=req-of-b", "b2")]
    [InlineData("unusual=true", "a3")]
    [InlineData("unusual=false", "a4 a3 b2 a2 b1 a1")]
    [InlineData("recorded_from=2020-01-31", "a4 a3 b2 a2 b1 a1")]
    [InlineData("recorded_to=2020-01-31", "")]
    [InlineData("recorded_from=2199-01-01", "")]
    [InlineData("occurred_to=2020-01-02", "a4")]
    [InlineData("occurred_to=2020-01-02T10:00:00Z", "")]
    [InlineData("occurred_from=2020-01-02T10:00:00Z&occurred_to=2020-01-02T10:00:01Z", "a4")]
    [InlineData("occurred_from=2020-01-03", "a3 b2 a2 b1 a1")]
    [InlineData("actor=clerk&type=order_registered", "")]
    public async Task Let_through_what_they_name(string filter, string expected)
    {
        var shop = await Filled();

        var audit = await app.Get($"/api/audit?{filter}", shop.Key);

        Orders(audit).ShouldBe(expected);
        ((bool)audit["total"]!["exact"]!).ShouldBeTrue();
        audit["next_cursor"].ShouldBeNull();
    }

    [Fact]
    public async Task Do_not_show_another_stores_events()
    {
        await Filled();
        var other = await Shop.Open(app, $"audited-{Interlocked.Increment(ref stores)}", "vici");
        foreach (var filter in new[] { "", "order=1", "type=status_changed", "unusual=true" })
            Orders(await app.Get($"/api/audit?{filter}", other.Key)).ShouldBe("");
    }

    [Fact]
    public async Task Leave_lines_that_say_all_there_is()
    {
        var shop = await Filled();
        var lines = (await app.Get("/api/audit?kind=orders", shop.Key))["entries"]!.AsArray();

        var (stale, changed, registered) = (lines[0]!, lines[1]!, lines[5]!);

        changed.AsObject().Select(m => m.Key).ShouldBe(
            ["kind", "seq", "order_id", "version", "type", "actor", "source", "status_from", "status_to", "phase", "recorded_at",
                "occurred_at",
                "correlation_id", "unusual", "stale", "held_s"]);
        ((string)changed["type"]!, (string)changed["actor"]!, (string)changed["status_from"]!, (string)changed["status_to"]!,
            (string)changed["phase"]!,
            (bool)changed["unusual"]!, (bool)changed["stale"]!)
                .ShouldBe(("status_changed", $"owner of {shop.Name}", "completed", "processing", "in_progress", true, false));
        changed["held_s"]!.GetValue<double>().ShouldBeInRange(0, 60);
        changed["occurred_at"]!.ToString().ShouldBe(changed["recorded_at"]!.ToString());
        ((string)stale["occurred_at"]!, (bool)stale["stale"]!).ShouldBe(("2020-01-02T10:00:00+00:00", true));
        (registered["held_s"], registered["status_from"]).ShouldBe((null, null));
    }

    [Theory]
    [InlineData("type=nonsense", "type takes: order_registered, order_details_changed, status_changed")]
    [InlineData("kind=both", "kind takes: all, orders, actions.")]
    [InlineData("unusual=maybe", "unusual takes true or false.")]
    [InlineData("limit=0", "limit takes a number from 1 to 200.")]
    [InlineData("limit=201", "limit takes a number from 1 to 200.")]
    [InlineData("cursor=x", "cursor is not one that a page ended with.")]
    [InlineData("recorded_from=yesterday", "recorded_from, recorded_to, occurred_from and occurred_to take a day or a time")]
    [InlineData("occurred_to=2026-02-30", "recorded_from, recorded_to, occurred_from and occurred_to take a day or a time")]
    [InlineData("status=completed", "Unknown parameter: status. Known: recorded_from,")]
    public async Task That_cannot_be_read_are_refused_in_a_sentence(string filter, string error)
    {
        using var refused = await app.Send(HttpMethod.Get, $"/api/audit?{filter}");

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await refused.Json())["error"]!).ShouldStartWith(error);
    }

    // Two orders, told of as a and b: registered, completed, a taken back and reported too late.
    private async Task<Shop> Filled()
    {
        var shop = await Shop.Open(app, $"audited-{Interlocked.Increment(ref stores)}", "vici");
        var clerk = $"the-key-of-a-clerk-of-{shop.Name}";
        var store = new Store(shop.Name, "vici", Policy.Permissive, "USD", TimeZoneInfo.Utc);
        await app.NewKey(Keys.ToStore(clerk, store, "clerk", Scope.All, app.Secrets));
        await shop.Register("1", "processing");
        await shop.Register("2", "pending");
        using var first = await shop.Push("1", "completed");
        using var second = await app.Send(HttpMethod.Patch, "/api/orders/2/status", """{"order_status":"completed"}""", clerk, ("X-Request-Id", "req-of-b"));
        using var back = await shop.Push("1", "processing");
        using var late = await shop.Push("1", "completed", ""","occurred_at":"2020-01-02T10:00:00Z" """);
        late.StatusCode.ShouldBe(HttpStatusCode.OK, await late.Text());
        return shop;
    }

    private static string Orders(System.Text.Json.Nodes.JsonObject audit) => string.Join(' ',
        audit["entries"]!.AsArray().Where(e => (string)e!["kind"]! == "order")
            .Select(e => $"{((string)e!["order_id"]! == "1" ? 'a' : 'b')}{e["version"]}"));
}
