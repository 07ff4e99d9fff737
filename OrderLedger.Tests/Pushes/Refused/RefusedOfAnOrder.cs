using OrderLedger.Api.Access;
using OrderLedger.Tests.Dashboard;

namespace OrderLedger.Tests.Pushes.Refused;

/// <summary>Refused changes on the page of their order, and on the menu.</summary>
public class RefusedOfAnOrder(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Strip = "class=\"notice warn refused\"";

    [Theory]
    [InlineData("310", "PATCH", "/api/orders/{0}/status", """{"order_status":"shipped-ish"}""")]
    [InlineData("311", "PATCH", "/api/orders/update-status", """{"order_id":"{0}","order_status":"shipped-ish"}""")]
    [InlineData("312", "POST", "/api/orders", """{"id":"{0}","status":"shipped-ish"}""")]
    [InlineData("313", "POST", "/api/webhooks/order", """{"id":{0},"status":"shipped-ish"}""")]
    [InlineData("314", "POST", "/api/orders/bulk-status", """{"updates":[{"order_id":"{0}","status":"shipped-ish"}]}""")]
    public async Task A_change_is_kept_with_its_order_whichever_way_it_came(string id, string method, string path, string body)
    {
        await app.Register(id);
        using (await app.Send(new(method), path.Replace("{0}", id, StringComparison.Ordinal), body.Replace("{0}", id, StringComparison.Ordinal)))
        {
        }

        var kept = (await app.Kept(LedgerApp.Key, $"?order={id}")).ShouldHaveSingleItem();
        ((string?)kept["order_id"]).ShouldBe(id);
        using var clerk = await Clerk.SignedIn(app);
        var page = await clerk.Page($"/dashboard/default/orders/{id}");
        page.ShouldContain(Strip);
        page.ShouldContain("'shipped-ish' is not a status of this shop.");
        (await clerk.Page($"/dashboard/default/refused/{kept["id"]}")).ShouldContain($"href=\"/dashboard/default/orders/{id}\" id=\"order\"");
    }

    [Fact]
    public async Task A_change_that_is_dismissed_leaves_the_order_and_the_count_and_says_by_whom()
    {
        var key = await app.NewStore("dismissing");
        await app.Make("1", "pending", key);
        await app.Refused(400, HttpMethod.Patch, "/api/orders/1/status", """{"order_status":"shipped-ish"}""", key);
        var kept = (await app.Kept(key)).ShouldHaveSingleItem();
        using var clerk = await Clerk.SignedIn(app, key);
        const string order = "/dashboard/dismissing/orders/1";
        (await clerk.Page(order)).ShouldContain("id=\"open-refused\"");

        var (_, page) = await clerk.Submit(order, "/dashboard/dismissing/order/refused?id=1", ("push", $"{kept["id"]}"), ("do", "dismiss"));

        page.ShouldContain("Dismissed.");
        page.ShouldNotContain(Strip);
        page.ShouldNotContain("id=\"open-refused\"");
        var after = (await app.Kept(key, "?state=dismissed")).ShouldHaveSingleItem();
        ((string?)after["dismissed_by"], after["dismissed_at"]).ShouldSatisfyAllConditions(a => a.Item1.ShouldNotBeNull(), a => a.Item2.ShouldNotBeNull());
        (await app.Get("/api/audit", key)).ToJsonString().ShouldContain("push_dismissed");
    }

    [Fact]
    public async Task A_change_that_is_tried_again_once_its_cause_is_gone_is_carried_out()
    {
        var key = await app.NewStore("again");
        await app.Refused(404, HttpMethod.Patch, "/api/orders/2/status", """{"order_status":"completed"}""", key);
        await app.Make("2", "pending", key);
        var kept = (await app.Kept(key)).ShouldHaveSingleItem();
        using var clerk = await Clerk.SignedIn(app, key);
        (await clerk.Page("/dashboard/again/orders/2")).ShouldContain("the order was not known here yet.");

        var (_, page) = await clerk.Submit("/dashboard/again/orders/2", "/dashboard/again/order/refused?id=2", ("push", $"{kept["id"]}"), ("do", "again"));

        page.ShouldContain("Carried out now.");
        page.ShouldNotContain(Strip);
        ((string?)(await app.Get("/api/orders/2", key))["status"]).ShouldBe("completed");
    }

    [Fact]
    public async Task A_reader_sees_it_without_buttons()
    {
        await app.Register("321");
        await app.Refused(400, HttpMethod.Patch, "/api/orders/321/status", """{"order_status":"shipped-ish"}""", LedgerApp.Key);
        var reader = await app.Key("reads-only", [Scope.Read]);
        using var clerk = await Clerk.SignedIn(app, reader);

        var page = await clerk.Page("/dashboard/default/orders/321");

        page.ShouldContain(Strip);
        page.ShouldNotContain("/order/refused");
        page.ShouldNotContain("/order/team");
        using var forced = await clerk.Post("/dashboard/default/order/team?id=321", ("tag", "x"));
        forced.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Another_orders_page_and_another_store_do_not_show_it()
    {
        await app.Register("331");
        await app.Register("332");
        await app.Refused(400, HttpMethod.Patch, "/api/orders/331/status", """{"order_status":"shipped-ish"}""", LedgerApp.Key);
        var other = await app.NewStore("elsewhere");
        await app.Make("331", "pending", other);

        using var clerk = await Clerk.SignedIn(app);
        (await clerk.Page("/dashboard/default/orders/332")).ShouldNotContain(Strip);
        using var stranger = await Clerk.SignedIn(app, other);
        var page = await stranger.Page("/dashboard/elsewhere/orders/331");
        page.ShouldNotContain(Strip);
        page.ShouldNotContain("id=\"open-refused\"");
    }
}
