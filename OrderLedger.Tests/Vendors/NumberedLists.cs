namespace OrderLedger.Tests.Vendors;

/// <summary>GET /v1/orders as the two vendors that share it list their orders.</summary>
public class NumberedLists(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("", "o-3,o-2,o-1")]
    [InlineData("?page_size=2", "o-3,o-2")]
    [InlineData("?page=2&page_size=2", "o-1")]
    [InlineData("?page=7", "")]
    [InlineData("?sort=asc", "o-1,o-2,o-3")]
    [InlineData("?sort_by=updated_at", "o-1,o-3,o-2")]
    [InlineData("?sort_by=updated_at&sort=asc", "o-2,o-3,o-1")]
    [InlineData("?order_status=draft", "o-3,o-2")]
    [InlineData("?order_status=draft,Confirmed", "o-3,o-2,o-1")]
    [InlineData("?order_status=active", "")]
    [InlineData("?from_date=2026-01-02", "o-3,o-2")]
    [InlineData("?to_date=2026-01-02", "o-2,o-1")]
    [InlineData("?from_date=2026-01-02T00:00:00Z&to_date=2026-01-02", "o-2")]
    public async Task A_WizCommerce_page_holds_what_was_asked_for(string query, string ids)
    {
        var key = await Store("wizcommerce", "draft", "confirmed");
        var page = await app.Get("/v1/orders" + query, key);
        string.Join(",", page["data"]!.AsArray().Select(o => (string)o!["id"]!)).ShouldBe(ids);
        page["pagination"]!.AsObject().Select(m => m.Key).ShouldBe(["page", "page_size", "total", "total_pages"]);
    }

    [Theory]
    [InlineData("?limit=2", "o-3,o-2", 3)]
    [InlineData("?limit=2&page=2", "o-1", 3)]
    [InlineData("?page=9", "", 3)]
    [InlineData("?status=confirmed", "o-1", 1)]
    [InlineData("?payment_status=Paid", "", 0)]
    public async Task A_Whatalo_page_tells_where_it_stands(string query, string ids, int total)
    {
        var key = await Store("whatalo", "pending", "confirmed");
        var page = await app.Get("/v1/orders" + query, key);
        string.Join(",", page["data"]!.AsArray().Select(o => (string)o!["id"]!)).ShouldBe(ids);
        ((int)page["meta"]!["total"]!).ShouldBe(total);
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=two", "page")]
    [InlineData("page=1000001", "page")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("page_size=101", "page_size")]
    [InlineData("sort_by=amount", "sort_by")]
    [InlineData("sort=up", "sort")]
    [InlineData("from_date=yesterday", "from_date")]
    [InlineData("to_date=2026-13-01", "to_date")]
    [InlineData("order_status=a+b", "order_status")]
    [InlineData("status=draft", "Unknown parameter: status")]
    public async Task What_cannot_be_asked_is_refused(string query, string error)
    {
        var key = await app.NewStore($"wiz-{Guid.NewGuid():n}", "wizcommerce", Policy.Strict);
        using var response = await app.Send(HttpMethod.Get, $"/v1/orders?{query}", key: key);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldStartWith(error);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("status=shipped", "status")]
    [InlineData("payment_status=unpaid", "payment_status")]
    [InlineData("order_status=pending", "query")]
    public async Task And_to_Whatalo_in_its_own_shape(string query, string field)
    {
        var key = await app.NewStore($"wha-{Guid.NewGuid():n}", "whatalo");
        using var response = await app.Send(HttpMethod.Get, $"/v1/orders?{query}", key: key);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!["details"]![0]!["field"]!).ShouldBe(field);
    }

    private async Task<string> Store(string dialect, string first, string second)
    {
        var key = await app.NewStore($"{dialect[..3]}-{Guid.NewGuid():n}", dialect, Policy.Strict);
        foreach (var n in new[] { 1, 2, 3 })
            await app.Order(key, $$"""{ "id": "o-{{n}}", "status": "{{first}}", "created_at": "2026-01-0{{n}}T00:00:00Z" }""");
        using var pushed = await app.Send(HttpMethod.Patch, "/api/orders/o-1/status", $$"""{ "status": "{{second}}" }""", key);
        pushed.StatusCode.ShouldBe(HttpStatusCode.OK);
        return key;
    }
}
