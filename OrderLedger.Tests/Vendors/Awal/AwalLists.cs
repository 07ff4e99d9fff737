namespace OrderLedger.Tests.Vendors.Awal;

public class AwalLists(SocketApp app) : IClassFixture<SocketApp>
{
    [Fact]
    public async Task Orders_come_by_page()
    {
        await Given("paged");

        var page = await (await Get("paged", "/orders?phone_number_id=5&limit=2&page=2")).Json();

        page["meta"]!.ToJsonString().ShouldBe("""{"current_page":2,"per_page":2,"total":3,"last_page":2}""");
        page["data"]!.AsArray().Select(o => (int)o!["id"]!).ShouldBe([1]);
    }

    [Theory]
    [InlineData("by-status", "status=shipped", "2")]
    [InlineData("by-branch", "branch_id=7", "3,1")]
    [InlineData("by-customer", "customer_id=42", "1")]
    [InlineData("by-words", "searchTerm=ORD-2", "2")]
    [InlineData("by-day", "from_date=2026-01-02&to_date=2026-01-02", "2")]
    [InlineData("from-day", "from_date=2026-01-02", "3,2")]
    public async Task Filters_narrow_a_list(string store, string filter, string ids)
    {
        await Given(store);
        var page = await (await Get(store, $"/orders?{filter}&phone_number_id=5")).Json();
        string.Join(',', page["data"]!.AsArray().Select(o => (int)o!["id"]!)).ShouldBe(ids);
    }

    [Theory]
    [InlineData("w1", "limit=101", 422, "limit")]
    [InlineData("w2", "page=0", 422, "page")]
    [InlineData("w3", "status=sent", 422, "status")]
    [InlineData("w4", "from_date=2026-02-30", 422, "from_date")]
    [InlineData("w5", "to_date=tomorrow", 422, "to_date")]
    [InlineData("w6", "colour=red", 400, "query")]
    public async Task A_wrong_filter_is_named(string store, string filter, int status, string field)
    {
        await app.NewStore(store, "awal");
        using var response = await Get(store, $"/orders?phone_number_id=5&{filter}");
        ((int)response.StatusCode).ShouldBe(status);
        (await response.Json())["details"]!.AsObject().Select(d => d.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task Every_read_needs_the_phone_number()
    {
        await Given("phoneless");
        foreach (var path in new[] { "/orders", "/orders/1", "/orders?status=pending" })
        {
            using var response = await Get("phoneless", path);
            ((int)response.StatusCode).ShouldBe(400);
        }
    }

    [Fact]
    public async Task One_order_shows_what_a_push_set()
    {
        await Given("one");
        using var pushed = await app.SendSigned(Signatory.Of("one"), HttpMethod.Put, "/orders/1?phone_number_id=5",
            """{"status":"accepted","admin_notes":"ring twice","delivery_date":"2026-03-01"}""");

        using var shown = await Get("one", "/orders/1?phone_number_id=5");
        using var unknown = await Get("one", "/orders/9?phone_number_id=5");

        (await shown.Text()).ShouldBe(
            (await pushed.Text()).Replace("\"message\":\"Order updated successfully\",", "", StringComparison.Ordinal));
        shown.Header("ETag").ShouldBe(pushed.Header("ETag"));
        ((int)unknown.StatusCode).ShouldBe(404);
    }

    private async Task Given(string store)
    {
        await app.NewStore(store, "awal");
        await app.RegisterAt(store, "1", "pending", Members(1, "\"branch_id\": 7, \"customer_id\": 42"));
        await app.RegisterAt(store, "2", "shipped", Members(2, "\"branch_id\": \"8\""));
        await app.RegisterAt(store, "3", "completed", Members(3, "\"branch_id\": \"7\""));
    }

    private static string Members(int day, string more) =>
        $"\"order_number\": \"ORD-{day}\", \"created_at\": \"2026-01-0{day}T10:00:00Z\", {more}";

    private Task<HttpResponseMessage> Get(string store, string path) => app.SendSigned(Signatory.Of(store), HttpMethod.Get, path);
}
