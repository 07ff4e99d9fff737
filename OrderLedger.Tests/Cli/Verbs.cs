namespace OrderLedger.Tests.Cli;

public class Verbs(CommandLine line) : IClassFixture<CommandLine>
{
    [Fact]
    public async Task Stores_are_made_changed_and_listed()
    {
        var added = await line.Run(
            "stores add berlin --dialect vici --currency eur --time-zone Europe/Berlin --policy strict --webhook-secret s3cret");
        var set = await line.Run("stores set berlin --policy permissive --phase packed=in_progress --limit pending=12");
        added.ExitCode.ShouldBe(0, added.Error);
        set.ExitCode.ShouldBe(0, set.Error);

        var listed = await line.Run("stores list");

        listed.ExitCode.ShouldBe(0);
        listed.Out.ShouldContain("berlin  vici  permissive  EUR  Europe/Berlin  webhook secret set");
        listed.Out.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_key_is_shown_once_alone_on_the_last_line()
    {
        await line.Run("stores add keyed --dialect awal");
        var added = await line.Run("keys add --store keyed --name make --scope push,read");
        var key = added.Out.TrimEnd().Split('\n')[^1];
        var id = added.Out.Split(' ')[1];

        var before = await line.Run("keys list");
        var revoked = await line.Run($"keys revoke {id}");
        var after = await line.Run("keys list");
        var again = await line.Run($"keys revoke {id}");

        key.ShouldMatch("^olk_[0-9a-f]{64}$");
        added.Out.TrimEnd().Split('\n')[^2].ShouldMatch("^client-id: client_[0-9a-f]{16}$");
        before.Out.ShouldMatch($"{id}  keyed  make  push,read  made .* valid");
        before.Out.ShouldNotContain(key);
        revoked.ExitCode.ShouldBe(0);
        after.Out.ShouldMatch($"{id}  keyed  make  push,read  made .* revoked");
        again.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Seeded_orders_are_the_same_for_the_same_number_and_verify_holds()
    {
        await line.Run("stores add one --dialect vici");
        await line.Run("stores add two --dialect vici");
        var first = await line.Run("seed --orders 30 --seed 7 --store one");
        var second = await line.Run("seed --orders 30 --seed 7 --store two");
        var onTop = await line.Run("seed --orders 5 --store one");
        var forced = await line.Run("seed --orders 5 --store one --force");

        first.ExitCode.ShouldBe(0, first.Error);
        second.ExitCode.ShouldBe(0, second.Error);
        onTop.ExitCode.ShouldBe(2);
        onTop.Error.ShouldContain("Store 'one' holds 30 orders. Add --force");
        forced.Out.ShouldContain("Store 'one' holds 35 orders");
        var verified = await line.Run("verify");
        verified.ExitCode.ShouldBe(0, verified.Out + verified.Error);
        verified.Out.ShouldContain("of 65 orders");
        verified.Out.ShouldEndWith("view = fold, KPI = recount.\n");
        (await Told("one")).ShouldBe(await Told("two"));
    }

    [Fact]
    public async Task Verify_ends_with_1_where_a_view_differs()
    {
        await using var spoiled = new Spoiled();
        await spoiled.Line.InitializeAsync();
        await spoiled.Line.Run("stores add shop --dialect vici");
        await spoiled.Line.Run("seed --orders 3 --store shop");
        await TestServer.Execute(spoiled.Line.ConnectionString,
            "update ledger.ol_kpi set orders = orders + 1 where ctid = (select min(ctid) from ledger.ol_kpi)");

        var verified = await spoiled.Line.Run("verify");

        verified.ExitCode.ShouldBe(1);
        verified.Out.ShouldContain("1 difference.");
    }

    private async Task<string> Told(string store)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(line.ConnectionString);
        await using var command = source.CreateCommand(
            """
            select string_agg(stream_id || version || type || data::text, '|' order by stream_id::bigint, version)
              from ledger.mt_events where tenant_id = $1 and stream_id::bigint <= 1030
            """);
        command.Parameters.AddWithValue(store);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Spoiled : IAsyncDisposable
    {
        public CommandLine Line { get; } = new();

        public async ValueTask DisposeAsync() => await Line.DisposeAsync();
    }
}
