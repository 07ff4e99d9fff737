using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Ledger.Reports;

/// <summary>The queries that users are given, run as a user would, and what docs/reporting.md says of them.</summary>
public sealed partial class ReadyMadeReports : IAsyncLifetime
{
    private readonly HandmadeLedger ledger = new();

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(ReadyMade.Folder, "report-*.sql").Select(f => Path.GetFileName(f)!)];

    public static TheoryData<string> Panels => [.. Queries().Select(q => q.Title)];

    public async Task InitializeAsync()
    {
        await ledger.InitializeAsync();
        await ledger.Execute("update ledger.ol_store set name = 'default'");
        var shop = ledger.Store with { Name = "default" };
        Api.Ledger.Writing.Submission ask(string order, OrderRequest request) =>
            new(new("default", order), request, shop.RulesFor(Vocabularies.Vici), new("tester", "test", "req", "del"), []);
        await ledger.Write(
            ask("1", new RegisterOrder(new("pending", "pending")) { Number = "1", Total = 10 }),
            ask("1", new Push(new("completed", "completed"))),
            ask("2", new RegisterOrder(new("processing", "processing")) { Number = "2", Total = 5 }));
    }

    public Task DisposeAsync() => ledger.DisposeAsync();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_answers_with_the_columns_that_the_document_shows(string file)
    {
        var shown = Regex.Match(Documents.Text("docs/reporting.md"),
            $@"{Regex.Escape(file)}\):\n\n```\n(?<head>.*)\n").Groups["head"].Value;

        var (columns, rows) = await Run(await File.ReadAllTextAsync(Path.Combine(ReadyMade.Folder, file)));

        columns.ShouldBe(shown.Split('|', StringSplitOptions.TrimEntries));
        rows.ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Panels))]
    public async Task A_panel_of_the_dashboard_answers(string title)
    {
        var query = Queries().Single(q => q.Title == title);

        var (columns, rows) = await Run(Interpolated(query.Sql));

        rows.ShouldBeGreaterThan(0);
        if (query.Format == "time_series")
            columns[0].ShouldBe("time");
    }

    [Fact]
    public async Task The_document_has_the_columns_as_the_database_comments_them()
    {
        var told = await ledger.Sql.Query(r => r.GetString(0), """
            select format('| `%s` | %s | %s |', attname, replace(format_type(atttypid, atttypmod), 'character varying', 'text'),
                          col_description(attrelid, attnum))
              from pg_attribute join pg_class on pg_class.oid = attrelid
             where relnamespace = 'report'::regnamespace and relkind = 'v' and attnum > 0
             order by array_position(array['report_orders', 'report_status_changes', 'report_kpi_daily'], relname::text), attnum
            """, CancellationToken.None);

        Documents.Text("docs/reporting.md").Split('\n').Where(line => Column().IsMatch(line)).ShouldBe(told);
        told.ShouldAllBe(line => !line.EndsWith("|  |", StringComparison.Ordinal), "each column has a comment");
    }

    [Fact]
    public async Task Who_holds_a_rebuild_up_can_be_seen() =>
        (await Run(Documents.Block("docs/reporting.md", "sql", "pg_stat_activity"))).Columns.ShouldContain("open_for");

    private static IEnumerable<(string Title, string Sql, string Format)> Queries()
    {
        var dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(ReadyMade.Folder, "grafana-dashboard.json")))!;
        var panels = dashboard["panels"]!.AsArray().SelectMany(p => p!["targets"]!.AsArray(),
            (p, t) => ((string)p!["title"]!, (string)t!["rawSql"]!, (string)t["format"]!));
        var variables = dashboard["templating"]!["list"]!.AsArray().Where(v => (string)v!["type"]! == "query")
            .Select(v => ((string)v!["name"]!, (string)v["query"]!, "table"));
        return panels.Concat(variables);
    }

    // As Grafana's PostgreSQL data source does.
    private static string Interpolated(string sql)
    {
        var (from, to) = (DateTime.UtcNow.AddDays(-30).ToString("O", CultureInfo.InvariantCulture), DateTime.UtcNow.AddDays(1)
            .ToString("O", CultureInfo.InvariantCulture));
        sql = sql.Replace("$store", "default", StringComparison.Ordinal).Replace("$currency", "USD", StringComparison.Ordinal);
        sql = Regex.Replace(sql, @"\$__timeFilter\(([^)]*)\)", $"$1 BETWEEN '{from}' AND '{to}'");
        sql = Regex.Replace(sql, @"\$__timeGroupAlias\(([^),]*), *\$__interval\)", "floor(extract(epoch from $1)/7200)*7200 AS \"time\"");
        sql.ShouldNotContain("$");
        return sql;
    }

    private async Task<(string[] Columns, int Rows)> Run(string sql)
    {
        await using var command = ledger.Sql.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var rows = 0;
        while (await reader.ReadAsync())
            rows++;
        return (columns, rows);
    }

    [GeneratedRegex("^\\| `[a-z_]+` \\| (text|bigint|numeric|boolean|date|timestamp with time zone) \\|")]
    private static partial Regex Column();
}
