using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Dashboard.OneOrder;
using OrderLedger.Tests.Pushes.Refused;

namespace OrderLedger.Tests.Dashboard;

public class OrderAddresses(SocketApp app) : IClassFixture<SocketApp>
{
    private const string Folder = "/dashboard/{store}/orders/";

    [Fact]
    public void An_order_named_as_another_page_is_reached_by_a_parameter()
    {
        var others = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText!)
            .Where(r => r.StartsWith(Folder, StringComparison.Ordinal) && !r.Contains('*', StringComparison.Ordinal))
                .Select(r => r[Folder.Length..]).ToList();

        others.ShouldContain("bulk");
        // A slash of an id is escaped, so no route of more parts is met.
        others.Where(o => !o.Contains('/', StringComparison.Ordinal)).ShouldAllBe(o => OrderUrl.Path(o) == $"/order?id={o}");
    }

    [Theory]
    [InlineData("2539", "/orders/2539")]
    [InlineData("views/delete", "/orders/views%2Fdelete")]
    [InlineData("Bulk", "/order?id=Bulk")]
    [InlineData("..", "/order?id=..")]
    public void An_address_is_of_one_order_only(string id, string path) => OrderUrl.Path(id).ShouldBe(path);

    [Fact]
    public async Task The_list_and_Home_and_the_audit_lead_to_an_order_named_bulk()
    {
        var key = await app.NewStore("odd", "wizcommerce");
        await app.Make("bulk", "draft", key);
        using var clerk = await Clerk.SignedIn(app, key);

        foreach (var page in new[] { "/orders", "", "/activity" })
            (await clerk.Page($"/dashboard/odd{page}")).ShouldContain("href=\"/dashboard/odd/order?id=bulk\"", customMessage: page);
        (await clerk.Page("/dashboard/odd/order?id=bulk")).ShouldContain("action=\"/dashboard/odd/order?id=bulk\"");
    }
}
