namespace OrderLedger.Tests.Dashboard;

/// <summary>Addresses of pages, as they stand in bookmarks and in mails.</summary>
public class PageAddresses(SocketApp app) : IClassFixture<SocketApp>
{
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
