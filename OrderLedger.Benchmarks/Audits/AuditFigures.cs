using System.Globalization;

namespace OrderLedger.Benchmarks.Audits;

/// <summary>
/// One question: how many lines its first page has, and the medians over HTTP and of plain SQL in milliseconds. <c>Dropped</c> is over HTTP
/// without the audit's two indexes; null where they do not matter.
/// </summary>
internal sealed record AuditAnswer(string Question, int Lines, double Http, double Sql)
{
    public double? Dropped { get; init; }

    public double Ratio => Http / Sql;
}

/// <summary>The figures of a run. Inserts are of 256 entries a transaction, in rows per second.</summary>
internal sealed record AuditFigures(long Entries, long IndexBytes, double InsertsWithout, double InsertsWith,
    IReadOnlyList<AuditAnswer> Answers)
{
    public double InsertCostPercent => Math.Round(((InsertsWithout / InsertsWith) - 1) * 100, 1);

    /// <summary>In Markdown.</summary>
    public string Table() => string.Join('\n',
    [
        string.Create(CultureInfo.InvariantCulture,
            $"{Entries:N0} entries; the two indexes {IndexBytes / 1_048_576.0:N1} MiB"),
        string.Create(CultureInfo.InvariantCulture,
            $"inserts {InsertsWithout:N0}/s without, {InsertsWith:N0}/s with them ({InsertCostPercent} % more time)"),
        "",
        "| question | lines | HTTP, ms | plain SQL, ms | HTTP : SQL | HTTP, the two indexes dropped, ms |",
        "|---|---|---|---|---|---|",
        .. Answers.Select(a => string.Create(CultureInfo.InvariantCulture,
            $"| `{a.Question}` | {a.Lines} | {a.Http:N1} | {a.Sql:N1} | **{a.Ratio:N2}** | {a.Dropped:N1} |")),
    ]);
}
