using Npgsql;
using OrderLedger.Tests.Support;

namespace OrderLedger.Tests.Cli;

public class BulkSeeds : IAsyncLifetime
{
    private readonly CommandLine line = new();

    public async Task InitializeAsync()
    {
        await line.InitializeAsync();
        await line.Run("stores add shop --dialect vici");
        var seeded = await line.Run("seed --bulk --events 3000 --store shop");
        seeded.ExitCode.ShouldBe(0, seeded.Error);
    }

    public Task DisposeAsync() => line.DisposeAsync();

    [Fact]
    public async Task Leave_a_ledger_as_pushes_leave_it()
    {
        (await Ask<long>("select count(*) from ledger.mt_events")).ShouldBeInRange(2_700, 3_300);
        (await Ask<long>("select count(*) from (select version - row_number() over (partition by stream_id order by seq_id) as off from ledger.mt_events) e where off <> 0"))
            .ShouldBe(0, "versions are 1..n in the order of seq_id");
        (await Ask<long>("select count(*) from (select timestamp < lag(timestamp) over (order by seq_id) as back from ledger.mt_events) e where back"))
            .ShouldBe(0, "recorded time rises");
        (await Ask<long>("select count(*) from (select stream_id <> lag(stream_id) over (order by seq_id) as other from ledger.mt_events) e where other"))
            .ShouldBeGreaterThan(1_500, "the orders' events lie between each other's");
        (await Ask<bool>("select last_value = (select max(seq_id) from ledger.mt_events) from ledger.mt_events_sequence")).ShouldBeTrue();
        (await Ask<bool>("select min(timestamp) < now() - interval '80 days' and max(timestamp) <= now() from ledger.mt_events")).ShouldBeTrue();

        var verified = await line.Run("verify");
        verified.ExitCode.ShouldBe(0, verified.Out + verified.Error);
        verified.Out.ShouldEndWith("view = fold, KPI = recount.\n");
    }

    [Fact]
    public async Task Are_refused_where_there_are_events()
    {
        var before = await Ask<long>("select count(*) from ledger.mt_events");

        var again = await line.Run("seed --bulk --orders 10 --store shop");

        again.ExitCode.ShouldBe(2, again.Error);
        again.Error.ShouldContain("--bulk fills an empty ledger");
        (await Ask<long>("select count(*) from ledger.mt_events")).ShouldBe(before);
    }

    [Fact]
    public async Task Are_followed_by_pushes_like_any_other_orders()
    {
        var head = await Ask<long>("select max(seq_id) from ledger.mt_events");

        var pushed = await line.Run("seed --orders 5 --store shop --force");

        pushed.ExitCode.ShouldBe(0, pushed.Error);
        (await Ask<long>($"select min(seq_id) from ledger.mt_events where seq_id > {head}")).ShouldBe(head + 1);
        (await line.Run("verify")).ExitCode.ShouldBe(0);
    }

    private async Task<T> Ask<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(line.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
