using Npgsql;

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
        (await Ask<long>("select count(*) from ledger.mt_events where tenant_id <> '*'")).ShouldBeInRange(2_700, 3_300);
        (await Where("version <> row_number() over (partition by stream_id order by seq_id)")).ShouldBe(0, "versions are 1..n");
        (await Where("timestamp < lag(timestamp) over (order by seq_id)")).ShouldBe(0, "recorded time rises");
        (await Where("stream_id <> lag(stream_id) over (order by seq_id)")).ShouldBeGreaterThan(1_500, "orders lie between each other");
        (await Where("timestamp < now() - interval '80 days'")).ShouldBeGreaterThan(0);
        (await Where("timestamp > now()")).ShouldBe(0);
        (await Ask<long>("select last_value from ledger.mt_events_sequence"))
            .ShouldBe(await Ask<long>("select max(seq_id) from ledger.ol_leaf"));
        (await Ask<string>("select string_agg(type || ' ' || coalesce(data ->> 'events', ''), ',' order by seq_id) from ledger.ol_action where store = '*'"))
            .ShouldBe($"ledger_seeded {await Ask<long>("select count(*) from ledger.mt_events where tenant_id <> '*'")},rebuild_asked ");

        var verified = await line.Run("verify");
        verified.ExitCode.ShouldBe(0, verified.Out + verified.Error);
        verified.Out.ShouldEndWith("view = fold, KPI = recount.\n");
    }

    [Fact]
    public async Task Are_refused_where_there_are_events()
    {
        var before = await Ask<long>("select count(*) from ledger.mt_events where tenant_id <> '*'");

        var again = await line.Run("seed --bulk --orders 10 --store shop");

        again.ExitCode.ShouldBe(2, again.Error);
        again.Error.ShouldContain("--bulk fills an empty ledger");
        (await Ask<long>("select count(*) from ledger.mt_events where tenant_id <> '*'")).ShouldBe(before);
    }

    [Fact]
    public async Task Are_followed_by_pushes_like_any_other_orders()
    {
        var head = await Ask<long>("select max(seq_id) from ledger.ol_leaf");

        var pushed = await line.Run("seed --orders 5 --store shop --force");

        pushed.ExitCode.ShouldBe(0, pushed.Error);
        (await Ask<long>($"select min(seq_id) from ledger.mt_events where seq_id > {head}")).ShouldBe(head + 1);
        (await line.Run("verify")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Are_what_an_empty_ledger_gets_without_being_asked()
    {
        var empty = new CommandLine();
        await empty.InitializeAsync();
        try
        {
            await empty.Run("stores add shop --dialect vici");

            var seeded = await empty.Run("seed --orders 50 --store shop");

            seeded.ExitCode.ShouldBe(0, seeded.Error);
            await using var source = NpgsqlDataSource.Create(empty.ConnectionString);
            await using var oldest = source.CreateCommand(
                "select min(timestamp) < now() - interval '60 days' from ledger.mt_events where tenant_id <> '*'");
            (await oldest.ExecuteScalarAsync()).ShouldBe(true);
        }
        finally
        {
            await empty.DisposeAsync();
        }
    }

    private Task<long> Where(string holds) =>
        Ask<long>($"select count(*) from (select {holds} as holds from ledger.mt_events where tenant_id <> '*') e where holds");

    private async Task<T> Ask<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(line.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
