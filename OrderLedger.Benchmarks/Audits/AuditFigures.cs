using System.Globalization;

namespace OrderLedger.Benchmarks.Audits;

/// <summary>One question: how many lines its first page has, and the medians over HTTP in milliseconds.</summary>
internal sealed record AuditAnswer(string Question, int Lines, double With, double Without);

/// <summary>What a run came to. Inserts are of 256 entries a transaction, in rows per second.</summary>
internal sealed record AuditFigures(long Entries, long IndexBytes, double InsertsWithout, double InsertsWith, IReadOnlyList<AuditAnswer> Answers)
{
    public double InsertCostPercent => Math.Round(((InsertsWithout / InsertsWith) - 1) * 100, 1);

    /// <summary>In Markdown.</summary>
    public string Table() => string.Join('\n',
    [
        string.Create(CultureInfo.InvariantCulture,
            $"{Entries:N0} entries; indexes {IndexBytes / 1024.0 / 1024:N1} MiB; inserts {InsertsWithout:N0}/s without, {InsertsWith:N0}/s with them ({InsertCostPercent} %)"),
        "",
        "| question | lines | with, ms | without, ms | without : with |",
        "|---|---|---|---|---|",
        .. Answers.Select(a => string.Create(CultureInfo.InvariantCulture,
            $"| `{a.Question}` | {a.Lines} | {a.With:N1} | {a.Without:N1} | {a.Without / a.With:N1} |")),
    ]);
}
