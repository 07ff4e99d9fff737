namespace OrderLedger.Tests.Dashboard;

public class SilentSources(SocketApp app) : IClassFixture<SocketApp>
{
    [Theory]
    [InlineData("7")]
    [InlineData("90")]
    public async Task Stay_on_Home_with_their_last_push_whatever_the_range(string range)
    {
        await app.Register("1");
        await app.Sql.Execute("""
            insert into ledger.ol_kpi_source (store, day, source, registered, changes, unusual, stale, last_at)
            select 'default', current_date - 200, 'marketplace', 3, 0, 0, 0, now() - interval '200 days' on conflict do nothing
            """, CancellationToken.None);
        using var clerk = await Clerk.SignedIn(app);

        var home = await clerk.Page($"/dashboard/default?range={range}");

        home.ShouldContain("data-key=\"marketplace\"");
        home.ShouldContain("silent in these days");
    }
}
