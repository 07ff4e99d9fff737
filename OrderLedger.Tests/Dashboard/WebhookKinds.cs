using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Ledger.Shops;

namespace OrderLedger.Tests.Dashboard;

public class WebhookKinds(ToldApp app) : IClassFixture<ToldApp>
{
    [Fact]
    public async Task That_write_to_the_shop_have_a_name_to_change_but_no_secret_and_no_filter()
    {
        await app.Services.GetRequiredService<ShopTable>().Set("default", "https://shop.example", app.Secrets.Encrypt("ck:cs", "default"),
            Talk.Tester, CancellationToken.None);
        using var made = await app.Send(HttpMethod.Post, "/api/webhook-subscriptions", """{"kind":"shop","active":false}""");
        var id = (string)(await made.Json())["id"]!;
        var url = $"/dashboard/default/settings/webhooks/{id}";
        using var clerk = await Clerk.SignedIn(app);

        var (status, page) = await clerk.Submit(url, url, ("description", "Our shop"));

        status.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("The webhook was changed.");
        page.ShouldContain("<h1>Our shop</h1>");
        page.ShouldContain("writes the statuses of orders to the shop");
        page.ShouldNotContain("New secret");
        page.ShouldNotContain("name=\"type\"");
        ((string?)(await app.Subscription(id))["description"]).ShouldBe("Our shop");
    }

    [Fact]
    public async Task That_are_told_of_alerts_show_it_and_keep_it_in_their_form()
    {
        using var made = await app.Send(HttpMethod.Post, "/api/webhook-subscriptions",
            """{"url":"https://erp.example/hooks","types":["*","alert.opened"]}""");
        var id = (string)(await made.Json())["id"]!;
        using var clerk = await Clerk.SignedIn(app);

        var page = await clerk.Page($"/dashboard/default/settings/webhooks/{id}");

        page.ShouldContain("All events of orders, Alert opened");
        page.ShouldContain("value=\"alert.opened\" checked");
        await app.End(id);
    }
}
