namespace OrderLedger.Tests.Orders;

public class OrderLists(ShopOfSeven shop) : IClassFixture<ShopOfSeven>
{
    [Theory]
    [InlineData("", "7 6 5 4 3 2 1")]
    [InlineData("status=completed", "4 3")]
    [InlineData("status=completed&status=pending", "4 3 1")]
    [InlineData("status=Completed,pending", "4 3 1")]
    [InlineData("status=nowhere", "")]
    [InlineData("phase=in_progress", "7 2")]
    [InlineData("phase=done,cancelled", "5 4 3")]
    [InlineData("payment=paid", "4 2")]
    [InlineData("payment=unpaid", "3")]
    [InlineData("source=intake", "7 6 5 4 3 2 1")]
    [InlineData("source=vici", "")]
    [InlineData("from=2026-01-03", "7 6 5 4 3")]
    [InlineData("to=2026-01-03", "3 2 1")]
    [InlineData("from=2026-01-03&to=2026-01-04", "4 3")]
    [InlineData("from=2026-01-03T12:00:00Z&to=2026-01-05T12:00:00Z", "4 3")]
    [InlineData("overdue=true", "7 2 1")]
    [InlineData("overdue=false", "7 6 5 4 3 2 1")]
    [InlineData("search=ann", "2 1")]
    [InlineData("status=completed&payment=paid&from=2026-01-01&search=carla&phase=done", "4")]
    [InlineData("status=completed&search=ann", "")]
    public async Task Every_filter_narrows_the_list_alone_and_with_others(string query, string ids) =>
        (await Ids(query)).ShouldBe(ids);

    [Theory]
    [InlineData("search=R-2026%2F1", "1")]
    [InlineData("search=%231002", "2")]
    [InlineData("search=3", "3")]
    [InlineData("search=ANN%20LEE", "1")]
    [InlineData("search=lee%20ann", "1")]
    [InlineData("search=ann%40example", "1")]
    [InlineData("search=o%27neill", "4")]
    [InlineData("search=O%27Nei", "4")]
    [InlineData("search=%22o%27neill%22", "4")]
    [InlineData("search=m%C3%BCller", "5")]
    [InlineData("search=%25", "")]
    [InlineData("search=_", "")]
    [InlineData("search=100%25", "6")]
    [InlineData("search=%5C", "7")]
    [InlineData("search=back%5Cslash", "7")]
    [InlineData("search=a%20%26%20b", "")]
    [InlineData("search=%21ann", "")]
    [InlineData("search=ann%20%7C%20carla", "")]
    [InlineData("search=%27%27", "")]
    [InlineData("search=%3A*", "")]
    [InlineData("search=ann%3A*", "")]
    [InlineData("search=%28ann", "2 1")]
    [InlineData("search=%3C-%3E", "")]
    [InlineData("search=nn", "")]
    public async Task A_search_takes_beginnings_of_words_and_no_operators(string query, string ids) =>
        (await Ids(query)).ShouldBe(ids);

    [Theory]
    [InlineData("state=completed", "Unknown parameter: state.")]
    [InlineData("phase=shipped", "phase takes: draft, open, in_progress, done, cancelled, refunded, failed.")]
    [InlineData("from=yesterday", "from and to take")]
    [InlineData("to=9999-12-31", "from and to take")]
    [InlineData("from=2026-01-31T00:00:00+01:00",
        "from and to take a day or a time in ISO 8601, e.g. 2026-01-31 (in a URL a + is written %2B).")]
    [InlineData("to=2026-02-30", "from and to take")]
    [InlineData("from=2026-13-01T00:00:00Z", "from and to take")]
    [InlineData("overdue=perhaps", "overdue takes")]
    [InlineData("limit=0", "limit takes")]
    [InlineData("limit=101", "limit takes")]
    [InlineData("limit=ten", "limit takes")]
    [InlineData("limit=99999999999", "limit takes")]
    [InlineData("cursor=nonsense", "cursor is not one")]
    [InlineData("cursor=!!!!", "cursor is not one")]
    public async Task What_cannot_be_meant_is_refused_and_never_ignored(string query, string error)
    {
        using var response = await shop.App.Send(HttpMethod.Get, $"/api/orders?{query}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string)(await response.Json())["error"]!).ShouldStartWith(error);
    }

    [Fact]
    public async Task A_search_of_more_than_200_characters_is_refused()
    {
        using var response = await shop.App.Send(HttpMethod.Get, $"/api/orders?search={new string('x', 201)}");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("", """{"total":7,"by_status":{"cancelled":1,"completed":2,"draft":1,"pending":1,"processing":2}}""")]
    [InlineData("status=draft", """{"total":7,"by_status":{"cancelled":1,"completed":2,"draft":1,"pending":1,"processing":2}}""")]
    [InlineData("payment=paid", """{"total":2,"by_status":{"completed":1,"processing":1}}""")]
    [InlineData("payment=paid&status=draft", """{"total":2,"by_status":{"completed":1,"processing":1}}""")]
    [InlineData("search=ann", """{"total":2,"by_status":{"pending":1,"processing":1}}""")]
    [InlineData("search=nobody", """{"total":0,"by_status":{}}""")]
    public async Task Statuses_are_counted_under_the_other_filters(string query, string counts) =>
        (await shop.App.Get($"/api/orders?{query}"))["counts"]!.ToJsonString().ShouldBe(counts);

    [Fact]
    public async Task A_line_says_what_a_list_needs()
    {
        var line = (await shop.App.Get("/api/orders?search=%231002"))["orders"]![0]!.AsObject();
        line.Select(m => m.Key).ShouldBe([
            "id", "number", "status", "phase", "payment_status", "fulfilment_status", "total", "currency", "source",
            "customer_name", "customer_email", "tags", "assigned_to", "created_at", "status_since", "overdue", "updated_at", "version"]);
        ((string)line["number"]!).ShouldBe("#1002");
        ((string)line["customer_name"]!).ShouldBe("Anna Berg");
        ((bool)line["overdue"]!).ShouldBeTrue();
    }

    private async Task<string> Ids(string query) =>
        string.Join(' ', (await shop.App.Get($"/api/orders?{query}"))["orders"]!.AsArray().Select((JsonNode? o) => (string)o!["id"]!));
}

/// <summary>Seven orders that differ in everything a list can be narrowed by.</summary>
public sealed class ShopOfSeven : IAsyncLifetime
{
    public SocketApp App { get; } = new();

    public async Task InitializeAsync()
    {
        await App.InitializeAsync();
        // Which counts for nothing: these are done.
        await App.Limit("default", "completed", hours: 1);
        foreach (var order in JsonNode.Parse(Examples.Text("woocommerce/seven-orders.json"))!.AsArray())
            (await App.Send(HttpMethod.Post, "/api/webhooks/order", order!.ToJsonString())).EnsureSuccessStatusCode();
    }

    public Task DisposeAsync() => App.DisposeAsync();
}
