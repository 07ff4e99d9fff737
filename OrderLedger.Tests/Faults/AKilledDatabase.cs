using System.Diagnostics;
using Npgsql;
using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Tests.Faults;

[Collection(FaultTests.Name)]
public class AKilledDatabase
{
    private static readonly TimeSpan LoadMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan HealedMax = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Is_answered_with_503_until_it_is_back_and_nothing_acknowledged_is_lost()
    {
        await using var server = new ServerProcess();
        await server.Start();
        using var load = new Load(server.NewClient());
        await load.Begin();
        await load.Acknowledges(200, LoadMax);

        var killed = Postmaster.Of(server.Options.Cluster)!.Pid;
        using (var postmaster = Process.GetProcessById(killed))
            postmaster.Kill();
        await Condition.Holds(() => Postmaster.Of(server.Options.Cluster) is { IsReady: true } next && next.Pid != killed,
            TimeSpan.FromSeconds(30), () => "PostgreSQL was not started again.");
        await load.Acknowledges(32, HealedMax);

        await load.End();
        await load.Settle();
        load.Refused.ShouldBeGreaterThan(0);
        load.Wrong.ShouldBeEmpty();
        await Witness.Sees(server.Options, load);
    }

    [Fact]
    public async Task That_ends_our_connections_again_and_again_loses_and_doubles_nothing()
    {
        await using var server = new ServerProcess();
        await server.Start();
        await using var guest = await EmbeddedPostgres.Start(server.Options, CancellationToken.None);
        await using var database = NpgsqlDataSource.Create(guest.ConnectionString);
        using var load = new Load(server.NewClient());
        await load.Begin();

        var ended = 0L;
        for (var round = 0; round < 20; round++)
        {
            await load.Acknowledges(10, HealedMax);
            ended += (await database.Query(r => r.GetInt64(0),
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'OrderLedger'",
                CancellationToken.None))[0];
        }
        await load.Acknowledges(32, HealedMax);

        await load.End();
        await load.Settle();
        ended.ShouldBeGreaterThanOrEqualTo(20);
        load.Wrong.ShouldBeEmpty();
        await Witness.Sees(guest.ConnectionString, load);
    }
}
