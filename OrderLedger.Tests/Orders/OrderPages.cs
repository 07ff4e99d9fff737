using System.Globalization;

namespace OrderLedger.Tests.Orders;

public class OrderPages(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Fact]
    public async Task Pages_lose_and_repeat_no_order_while_new_ones_come_in()
    {
        // Pairs share their second, so that the id has to decide.
        var ids = Enumerable.Range(100, 40).ToList();
        foreach (var id in ids)
            await Post(id, new DateTime(2026, 1, 1).AddSeconds(id / 2));

        var (seen, path, newer) = (new List<int>(), "/api/orders?limit=7&status=pending,processing&phase=open", 900);
        while (path is not null)
        {
            using var response = await app.Send(HttpMethod.Get, path);
            var page = await response.Json();
            seen.AddRange(page["orders"]!.AsArray().Select(o => int.Parse((string)o!["id"]!, CultureInfo.InvariantCulture)));
            var link = response.Header("Link");
            ((string?)page["next_cursor"] is null).ShouldBe(link is null);
            path = link?[(link.IndexOf('<', StringComparison.Ordinal) + 1)..link.IndexOf(">; rel=\"next\"", StringComparison.Ordinal)];
            await Post(newer++, new DateTime(2026, 6, 1));
        }

        seen.ShouldBe(ids.OrderByDescending(id => id));
    }

    [Fact]
    public async Task The_link_keeps_the_filters_and_never_the_key()
    {
        await Post(1, new DateTime(2025, 1, 1), "failed");
        await Post(2, new DateTime(2025, 1, 2), "failed");

        using var response = await app.Send(HttpMethod.Get,
            $"/api/orders?status=failed&limit=1&source=intake&API_KEY={LedgerApp.Key}", key: null);

        var link = response.Header("Link")!;
        link.ShouldStartWith("</api/orders?status=failed&limit=1&source=intake&cursor=");
        link.ShouldNotContain(LedgerApp.Key);
    }

    private async Task Post(int id, DateTime created, string status = "pending") => (await app.Send(HttpMethod.Post, "/api/webhooks/order",
        $$"""{ "id": {{id}}, "status": "{{status}}", "date_created_gmt": "{{created:yyyy-MM-ddTHH:mm:ss}}" }""")).EnsureSuccessStatusCode();
}
