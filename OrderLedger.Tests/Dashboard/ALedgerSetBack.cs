using Microsoft.Extensions.DependencyInjection;
using OrderLedger.Api.Dashboard.Live;

namespace OrderLedger.Tests.Dashboard;

/// <summary>An older backup was restored under a server that runs: the places that come are places that were.</summary>
public class ALedgerSetBack(SocketApp app) : IClassFixture<SocketApp>
{
    private static readonly HashSet<string> Own = ["default"];
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Is_told_of_to_who_listens_and_followed_from_where_it_stands()
    {
        for (var order = 1; order <= 5; order++)
            await app.Register($"{order}");
        var feed = app.Services.GetRequiredService<LiveFeed>();
        var before = await feed.Begin(Own, null, default);

        await app.Sql.Execute("delete from ledger.mt_events where seq_id > (select min(seq_id) from ledger.mt_events where tenant_id <> '*')", CancellationToken.None);
        await app.Sql.Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
            CancellationToken.None);
        // The idle connections of the pool are the ones that were ended.
        app.Sql.Clear();

        (await before.Next(Soon, default))!.IsReset.ShouldBeTrue();
        var after = await feed.Begin(Own, null, default);
        after.Seq.ShouldBe(await app.Ledger.Head(default));
        feed.End(before);
        feed.End(after);
    }
}
