namespace OrderLedger.Tests.Pushes.Refused;

public class InboxLists(LedgerApp app) : IClassFixture<LedgerApp>
{
    [Theory]
    [InlineData("?status=400", "shipped")]
    [InlineData("?status=400,404", "completed shipped")]
    [InlineData("?path=/1/", "shipped")]
    [InlineData("?path=wanted%3D", "completed")]
    [InlineData("?text=%22completed%22", "completed")]
    [InlineData("?actor=nobody", "")]
    [InlineData("?state=dismissed", "")]
    [InlineData("?from=2026-01-01", "completed shipped")]
    [InlineData("?to=2026-01-01", "")]
    public async Task A_filter_narrows_the_list(string filter, string shown)
    {
        var key = await app.NewStore($"filter-{filter.Length}-{shown.Length}");
        await app.Refused(400, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "shipped" }""", key);
        await app.Refused(404, HttpMethod.Patch, "/api/orders/2/status?wanted=1", """{ "order_status": "completed" }""", key);

        var kept = await app.Kept(key, filter);

        string.Join(' ', kept.Select(k => (string)k["body"]!["order_status"]!)).ShouldBe(shown);
    }

    [Theory]
    [InlineData("?stat=400")]
    [InlineData("?state=closed")]
    [InlineData("?status=abc")]
    [InlineData("?from=yesterday")]
    [InlineData("?limit=101")]
    [InlineData("?cursor=abc")]
    public async Task A_filter_that_cannot_be_read_is_an_error(string filter)
    {
        using var response = await app.Send(HttpMethod.Get, InboxTalk.Inbox + filter);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Header("Content-Type").ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Pages_follow_each_other_newest_first()
    {
        var key = await app.NewStore("pages");
        for (var id = 1; id <= 5; id++)
            await app.Refused(404, HttpMethod.Patch, $"/api/orders/{id}/status", """{ "order_status": "completed" }""", key);

        var (seen, next) = (new List<string>(), $"{InboxTalk.Inbox}?status=404&limit=2");
        while (next is not null)
        {
            using var page = await app.Send(HttpMethod.Get, next, key: key);
            seen.AddRange((await page.Json())["rejected_pushes"]!.AsArray().Select(p => (string)p!["path"]!));
            next = page.Header("Link")?.Split('>')[0][1..];
        }

        seen.ShouldBe([.. Enumerable.Range(1, 5).Reverse().Select(id => $"/api/orders/{id}/status")]);
    }

    [Fact]
    public async Task Another_store_sees_and_moves_nothing()
    {
        var (mine, other) = (await app.NewStore("mine"), await app.NewStore("other"));
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "completed" }""", mine);
        var id = (await app.Kept(mine)).ShouldHaveSingleItem()["id"];

        (await app.Kept(other)).ShouldBeEmpty();
        await app.Refused(404, HttpMethod.Get, $"{InboxTalk.Inbox}/{id}", "", other);
        await app.Refused(404, HttpMethod.Post, $"{InboxTalk.Inbox}/{id}/replay", "", other);
        await app.Refused(404, HttpMethod.Post, $"{InboxTalk.Inbox}/{id}/dismiss", "", other);
        await app.Refused(404, HttpMethod.Get, $"{InboxTalk.Inbox}/no-id", "", mine);
        await app.Refused(401, HttpMethod.Get, InboxTalk.Inbox, "", null);
        ((int)(await app.Kept(mine)).ShouldHaveSingleItem()["tries"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_push_put_aside_is_no_longer_listed_and_can_still_be_replayed_by_its_id()
    {
        var key = await app.NewStore("aside");
        await app.Refused(404, HttpMethod.Patch, "/api/orders/1/status", """{ "order_status": "completed" }""", key);
        var kept = (await app.Kept(key)).ShouldHaveSingleItem();

        await app.Refused(200, HttpMethod.Post, $"{InboxTalk.Inbox}/{kept["id"]}/dismiss", "", key);

        (await app.Kept(key)).ShouldBeEmpty();
        (await app.Kept(key, "?state=dismissed")).ShouldHaveSingleItem();
        ((string)(await app.Replay(kept, key))["state"]!).ShouldBe("dismissed");
        await app.Make("1", "pending", key);
        using (var all = await app.Send(HttpMethod.Post, $"{InboxTalk.Inbox}/replay", key: key))
            (await all.Text()).ShouldBe("""{"tried":0,"replayed":0,"refused":0}""");
        ((string)(await app.Replay(kept, key))["state"]!).ShouldBe("replayed");
        await app.Refused(200, HttpMethod.Post, $"{InboxTalk.Inbox}/{kept["id"]}/dismiss", "", key);
        (await app.Kept(key, "?state=replayed")).ShouldHaveSingleItem();
    }
}
