namespace OrderLedger.Tests.Dashboard;

/// <summary>Addresses of pages, as they stand in bookmarks and in mails.</summary>
public class PageAddresses(SocketApp app) : IClassFixture<SocketApp>
{
    [Theory]
    [InlineData("?range=7&colour=red")]
    [InlineData("/orders?colour=red&status=pending")]
    [InlineData("/refused?colour=red")]
    [InlineData("/activity?type=status_changed&colour=red")]
    [InlineData("/settings/proof?colour=red")]
    public async Task A_part_that_no_page_knows_is_left_out_and_the_page_says_so(string path)
    {
        using var clerk = await Clerk.SignedIn(app);
        var page = await clerk.Page("/dashboard/default" + path);

        page.ShouldContain("This link had a part we do not know: colour. It was left out.");
        page.Split('"').Where(p => p.Contains("colour=red", StringComparison.Ordinal)).Except(["/dashboard/default" + path]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_that_is_downloaded_takes_no_part_it_does_not_know()
    {
        using var clerk = await Clerk.SignedIn(app);
        foreach (var list in new[] { "orders", "activity" })
            using (var answer = await clerk.Get($"/dashboard/default/{list}.csv?colour=red"))
                answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/rejected?state=dismissed&source=api", "/refused?state=dismissed&source=api")]
    [InlineData("/rejected/019a0000-0000-7000-8000-000000000000", "/refused/019a0000-0000-7000-8000-000000000000")]
    [InlineData("/audit", "/activity")]
    [InlineData("/audit.csv?actor=anna", "/activity.csv?actor=anna")]
    [InlineData("/access", "/settings")]
    [InlineData("/webhooks/1", "/settings/webhooks/1")]
    [InlineData("/projections", "/settings/data")]
    [InlineData("/checkpoints/12", "/settings/proof/12")]
    public async Task An_old_one_leads_to_the_page_for_good(string old, string now)
    {
        using var clerk = await Clerk.SignedIn(app);
        using var answer = await clerk.Get("/dashboard/default" + old);

        answer.StatusCode.ShouldBe(HttpStatusCode.PermanentRedirect);
        answer.Headers.Location!.ToString().ShouldBe("/dashboard/default" + now);
    }
}
