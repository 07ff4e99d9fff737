using Npgsql;

namespace OrderLedger.Tests.Ledger.Reports;

/// <summary>Tables built anew take the place of the live ones, and whoever reads a report reads the new ones.</summary>
public sealed class SwappedTables : IAsyncLifetime
{
    private const string Live = "array['mt_doc_order', 'mt_doc_order_details', 'ol_kpi', 'ol_kpi_source', 'ol_entry']::varchar[]";

    private static readonly string[] Tables = ["mt_doc_order", "mt_doc_order_details", "ol_kpi", "ol_kpi_source", "ol_entry"];

    private readonly HandmadeLedger ledger = new();

    public async Task InitializeAsync()
    {
        await ledger.InitializeAsync();
        await ledger.Write(ledger.Register("1"), ledger.Register("2"), ledger.Push("1", "processing"));
    }

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task Are_what_the_views_read()
    {
        await Build();
        await ledger.Execute("""
            update ledger.mt_doc_order__new set number = 'new'; update ledger.ol_kpi__new set orders = 70;
            update ledger.ol_entry__new set actor = 'new'
            """);

        await Swap();

        (await Rows("select distinct number from report.report_orders")).ShouldBe(["new"]);
        (await Rows("select distinct orders::text from report.report_kpi_daily")).ShouldBe(["70"]);
        (await Rows("select distinct changed_by from report.report_status_changes")).ShouldBe(["new"]);
    }

    [Fact]
    public async Task Have_the_names_of_the_old_indexes_and_keys()
    {
        var before = await Rows(Shape);

        await Build();
        await Swap();

        (await Rows(Shape)).ShouldBe(before);
    }

    [Fact]
    public async Task Keep_the_old_ones_until_the_next_build()
    {
        await Build();
        await Swap();
        (await Rows("select count(*)::text from ledger.mt_doc_order__old")).ShouldBe(["2"]);

        foreach (var table in Tables)
            await ledger.Execute($"select ledger.ol_build_table('{table}')");

        (await Rows("select relname::text from pg_class where relname like '%\\_\\_old%'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keep_grants_and_comments_of_the_views()
    {
        const string told = """
            select c.relname || ' ' || coalesce(c.relacl::text, '') || ' ' || obj_description(c.oid, 'pg_class')
              from pg_class c where c.relnamespace = 'report'::regnamespace order by 1
            """;
        await ledger.Execute("grant select on report.report_orders to pg_monitor");
        var before = await Rows(told);
        before.Count.ShouldBe(3);

        await Build();
        await Swap();

        (await Rows(told)).ShouldBe(before);
    }

    [Fact]
    public async Task Wait_for_no_reader_who_waits_for_them()
    {
        await Build();
        await using var holding = await Session("begin; lock table ledger.ol_kpi in access share mode");
        await using var swapping = await Session("select 1");
        await using var reading = await Session("select 1");

        var swap = Run(swapping, $"select ledger.ol_swap_tables({Live})");
        await Waiting(1);
        var read = Run(reading, "select count(*) from report.report_orders");
        await Waiting(2);
        await Run(holding, "commit");

        await Task.WhenAll(swap, read).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Are_not_seen_through_an_older_snapshot_unless_the_views_were_locked_first()
    {
        await using var late = await Session("begin isolation level repeatable read; select 1");
        await using var held = await Session("begin isolation level repeatable read; lock table report.report_orders in access share mode");
        await using var swapping = await Session("begin; set local lock_timeout = '100ms'");
        await Build();

        (await Should.ThrowAsync<PostgresException>(() => Run(swapping, $"select ledger.ol_swap_tables({Live})")))
            .SqlState.ShouldBe(PostgresErrorCodes.LockNotAvailable);
        (await Count(held)).ShouldBe(2);
        await Run(held, "commit");
        await Run(swapping, "rollback");
        await Swap();

        (await Count(late)).ShouldBe(0);
        await Run(late, "commit");
        (await Count(late)).ShouldBe(2);
    }

    private const string Shape = """
        select indexdef from pg_indexes where schemaname = 'ledger' and tablename in
               ('mt_doc_order', 'mt_doc_order_details', 'ol_kpi', 'ol_kpi_source', 'ol_entry')
        union all
        select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
         where connamespace = 'ledger'::regnamespace and contype = 'p'
           and conrelid::regclass::text not like '%\_\_old'
        union all
        select relname || ' ' || coalesce(reloptions::text, '') from pg_class where relnamespace = 'ledger'::regnamespace and relkind = 'r'
           and relname not like '%\_\_old'
         order by 1
        """;

    private async Task Build()
    {
        foreach (var table in Tables)
            await ledger.Execute(
                $"select ledger.ol_build_table('{table}'); insert into ledger.{table}__new select * from ledger.{table}; select ledger.ol_index_table('{table}')");
    }

    private async Task Swap() => await ledger.Execute($"select ledger.ol_swap_tables({Live})");

    private async Task Waiting(int sessions)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await ledger.Ask<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") < sessions)
            await Task.Delay(20, patience.Token);
    }

    private async Task<NpgsqlConnection> Session(string sql)
    {
        var connection = await ledger.Sql.OpenConnectionAsync();
        await Run(connection, sql);
        return connection;
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> Count(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select count(*) from report.report_orders", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private Task<List<string>> Rows(string sql) => ledger.Sql.Query(r => r.GetString(0), sql, CancellationToken.None);
}
