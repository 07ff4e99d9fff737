using OrderLedger.Tests.Dashboard;

namespace OrderLedger.Tests.Orders;

public class OrderTags(SocketApp app) : IClassFixture<SocketApp>
{
    [Fact]
    public async Task Are_added_and_removed_beside_each_other_and_shown_by_every_read()
    {
        await app.Register("201");

        (await Annotate("201", """{"add_tags":["Fragile","gift wrap"],"assigned_to":" Ana "}""")).ShouldBe((true, "fragile gift-wrap", "Ana"));
        (await Annotate("201", """{"add_tags":["vip"],"remove_tags":["fragile"]}""")).ShouldBe((true, "gift-wrap vip", "Ana"));
        (await Annotate("201", """{"add_tags":["vip"]}""")).ShouldBe((false, "gift-wrap vip", "Ana"));

        var order = await app.Get("/api/orders/201");
        (Words(order["tags"]), (string?)order["assigned_to"]).ShouldBe(("gift-wrap vip", "Ana"));
        var line = (await app.Get("/api/orders?tag=gift-wrap&assigned=Ana"))["orders"]!.AsArray().ShouldHaveSingleItem()!;
        (Words(line["tags"]), (string?)line["assigned_to"]).ShouldBe(("gift-wrap vip", "Ana"));
        (await app.Get("/api/orders/201/history"))["events"]!.AsArray().Select(e => $"{e!["type"]} {e["event"]!["tag"] ?? e["event"]!["to"]}".Trim())
            .ShouldBe(["tag_added vip", "tag_removed fragile", "order_assigned Ana", "tag_added gift-wrap", "tag_added fragile", "order_registered"]);
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_who_change_them_at_once_are_all_kept()
    {
        await app.Register("202");

        await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Annotate("202", $$"""{"add_tags":["t{{n}}"]}""")));

        (await app.Get("/api/orders/202"))["tags"]!.AsArray().Count.ShouldBe(10);
    }

    [Fact]
    public async Task Outlast_what_the_shop_pushes_and_reports()
    {
        await app.Register("203");
        await Annotate("203", """{"add_tags":["fragile"],"assigned_to":"Ana"}""");

        using (var pushed = await app.Patch("203", """{"order_status":"completed"}"""))
            pushed.EnsureSuccessStatusCode();
        await app.Register("203", "refunded", "10.00");

        var order = await app.Get("/api/orders/203");
        (Words(order["tags"]), (string?)order["assigned_to"], (string?)order["status"]).ShouldBe(("fragile", "Ana", "refunded"));
    }

    [Fact]
    public async Task Stay_when_an_order_is_erased_and_the_note_goes()
    {
        await app.Register("204");
        await Annotate("204", """{"add_tags":["fragile"],"note":"Ring Zenobia"}""");
        ((string?)(await app.Get("/api/orders/204"))["note"]).ShouldBe("Ring Zenobia");

        using (var erased = await app.Send(HttpMethod.Post, "/api/orders/204/erase"))
            erased.EnsureSuccessStatusCode();

        var order = await app.Get("/api/orders/204");
        (Words(order["tags"]), (string?)order["note"]).ShouldBe(("fragile", null));
        (await app.Get("/api/orders/204/history")).ToJsonString().ShouldNotContain("Zenobia");
        (await app.Faults()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Are_told_of_in_the_feed_and_a_note_only_with_details()
    {
        await app.Register("205");
        await Annotate("205", """{"add_tags":["fragile"],"remove_tags":["none"],"assigned_to":"Ana","note":"Ring twice"}""");

        var told = (await app.Get("/api/events?types=*&limit=500"))["events"]!.AsArray().Where(e => (string?)e!["data"]!["order_id"] == "205")
            .Select(e => $"{e!["type"]} {e["data"]!["from"]}>{e["data"]!["to"]} {e["data"]!["reason"]}".Trim()).ToList();
        told.ShouldBe(["order.registered >pending", "order.tag_added >fragile", "order.assigned >Ana", "order.note_added >"]);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"add_tags":"fragile"}""")]
    [InlineData("""{"add_tags":["a,b"]}""")]
    [InlineData("""{"add_tags":[1]}""")]
    [InlineData("""{"add_tags":["a"],"remove_tags":["A"]}""")]
    [InlineData("""{"assigned_to":7}""")]
    public async Task That_cannot_be_read_are_refused(string body)
    {
        await app.Register("206");
        using var response = await app.Send(HttpMethod.Patch, "/api/orders/206", body);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Of_an_order_that_is_not_known_or_has_twenty_are_refused()
    {
        using (var unknown = await app.Send(HttpMethod.Patch, "/api/orders/9207", """{"add_tags":["a"]}"""))
            unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await app.Register("207");
        await Annotate("207", $$"""{"add_tags":[{{string.Join(',', Enumerable.Range(1, 20).Select(n => $"\"t{n}\""))}}]}""");
        using var full = await app.Send(HttpMethod.Patch, "/api/orders/207", """{"add_tags":["more"]}""");
        full.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await full.Text()).ShouldContain("An order takes up to 20 tags.");
    }

    [Fact]
    public async Task Are_what_a_list_of_the_dashboard_is_narrowed_to()
    {
        foreach (var id in (string[])["208", "209", "210"])
            await app.Register(id);
        await Annotate("208", """{"add_tags":["blue"]}""");
        await Annotate("209", """{"add_tags":["blue"],"assigned_to":"Zoë O'Hara"}""");
        using var clerk = await Clerk.SignedIn(app);

        foreach (var sort in (string[])["newest", "oldest", "waiting", "updated"])
        {
            Listed(await clerk.Page($"/dashboard/default/orders?tag=Blue&sort={sort}")).ShouldBe(["208", "209"], ignoreOrder: true, sort);
            Listed(await clerk.Page($"/dashboard/default/orders?assigned=Zo%C3%AB%20O%27Hara&sort={sort}")).ShouldBe(["209"], sort);
            Listed(await clerk.Page($"/dashboard/default/orders?tag=blue&status=completed&sort={sort}")).ShouldBeEmpty(sort);
        }
        Listed(await clerk.Page("/dashboard/default/orders?tag=blue&overdue=true")).ShouldBeEmpty();
        Listed(await clerk.Page("/dashboard/default/orders?tag=blue&search=208")).ShouldBe(["208"]);
        (await clerk.Page("/dashboard/default/orders?tag=blue")).ShouldContain("Zoë O'Hara");
    }

    private static IEnumerable<string> Listed(string page) =>
        System.Text.RegularExpressions.Regex.Matches(page, "data-key=\"(2[01][0-9])\"").Select(m => m.Groups[1].Value);

    private static string Words(JsonNode? tags) => string.Join(' ', tags!.AsArray().Select(t => (string)t!));

    private async Task<(bool Changed, string Tags, string? AssignedTo)> Annotate(string id, string body)
    {
        using var response = await app.Send(HttpMethod.Patch, $"/api/orders/{id}", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Text());
        var json = await response.Json();
        return ((bool)json["changed"]!, Words(json["order"]!["tags"]), (string?)json["order"]!["assigned_to"]);
    }
}
