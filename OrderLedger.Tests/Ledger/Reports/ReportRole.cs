using Npgsql;

namespace OrderLedger.Tests.Ledger.Reports;

/// <summary>A role that logs in with the grants of docs/reporting.md.</summary>
public class ReportRole(Roles roles) : IClassFixture<Roles>
{
    public static TheoryData<string> Views => ["report_orders", "report_status_changes", "report_kpi_daily"];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Reads_the_views_and_may_hold_them_still(string view) =>
        (await Roles.Refusal(roles.Reader, $"begin; lock table report.{view} in access share mode; select * from report.{view}; commit"))
            .ShouldBeNull();

    [Fact]
    public async Task Reads_the_views_after_a_swap_too()
    {
        await Roles.Run(roles.App,
            "select ledger.ol_build_table('ol_kpi'), ledger.ol_index_table('ol_kpi'), ledger.ol_swap_tables(array['ol_kpi']::varchar[])");

        (await Roles.Refusal(roles.Reader, "select * from report.report_kpi_daily")).ShouldBeNull();
        (await Roles.Refusal(roles.Reader, "select * from report.report_orders")).ShouldBeNull();
    }

    [Fact]
    public async Task Reads_views_that_a_later_migration_makes()
    {
        await Roles.Run(roles.Owner, "create view report.later as select 1 as one");

        (await Roles.Ask<int>(roles.Reader, "select one from report.later")).ShouldBe(1);
    }

    [Fact]
    public async Task Reads_no_table_of_the_ledger()
    {
        var tables =
            await Names("select format('ledger.%I', relname) from pg_class where relnamespace = 'ledger'::regnamespace and relkind = 'r'");
        tables.Count.ShouldBeGreaterThan(15);

        foreach (var table in tables)
            (await Roles.Refusal(roles.Reader, $"select * from {table}")).ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table);
    }

    [Theory]
    [InlineData("update report.report_orders set number = '1'")]
    [InlineData("delete from report.report_status_changes")]
    [InlineData("insert into report.report_kpi_daily (store) values ('x')")]
    [InlineData("do 'begin lock table report.report_kpi_daily in exclusive mode; end'")]
    [InlineData("create table report.mine (one int)")]
    [InlineData("create schema mine")]
    [InlineData("select ledger.ol_make_reports()")]
    [InlineData("select ledger.ol_lock_reports()")]
    [InlineData("select ledger.ol_swap_tables(array['ol_kpi']::varchar[])")]
    public async Task Writes_nothing(string attempt) =>
        (await Roles.Refusal(roles.Reader, attempt))
            .ShouldBeOneOf(PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ObjectNotInPrerequisiteState);

    [Fact]
    public async Task Is_not_needed_to_migrate() =>
        (await Roles.Ask<bool>(roles.Owner, "select rolsuper or rolcreaterole from pg_roles where rolname = current_user")).ShouldBeFalse();

    private Task<List<string>> Names(string sql) => Api.Ledger.Sql.Query(roles.Owner, r => r.GetString(0), sql, CancellationToken.None);
}
