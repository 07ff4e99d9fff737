using System.Globalization;
using OrderLedger.Benchmarks.Limit;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>The comparison as Markdown: ratios are what may be compared with another run, absolute figures are this machine's.</summary>
internal sealed class Report(Stretches stretches)
{
    public string Text()
    {
        var (hot, batches) = (stretches.Median("hot"), stretches.Median("batches"));
        var (reads, at64) = (stretches.Median("reads"), stretches.Median("http 64"));
        string[] lines =
        [
            "| connections | HTTP : SQL | HTTP pushes/s | p50 ms | p99 ms | SQL, one push a transaction/s | p99 ms |",
            "|---|---|---|---|---|---|---|",
            .. Comparison.Connections.Select(Row),
            "",
            "| | ratio | per second | p99 ms |",
            "|---|---|---|---|",
            Line($"HTTP at 64 : SQL in batches of {SqlLoad.BatchSize}, one connection", at64, batches, batches),
            Line("one hot order at 64 : uniform at 64", hot, at64, hot),
            Said($"| reads of one order at {reads.Connections} | | {reads.ReadsPerSecond:N0} | {reads.ReadMs.P99:0.0} |"),
            "",
            "| CPU per push, µs | server | PostgreSQL | load generator |",
            "|---|---|---|---|",
            .. Comparison.Connections.SelectMany(c => new[] { stretches.Cpu($"http {c}"), stretches.Cpu($"sql {c}") }),
            stretches.Cpu("hot"), stretches.Cpu("batches"),
            "",
            stretches.Errors(),
        ];
        return string.Join('\n', lines);
    }

    private string Row(int connections)
    {
        var (http, sql) = (stretches.Median($"http {connections}"), stretches.Median($"sql {connections}"));
        return Said($"| {connections} | **{http.PushesPerSecond / sql.PushesPerSecond:0.00}** ")
            + Said($"| {http.PushesPerSecond:N0} | {http.PushMs.P50:0.0} | {http.PushMs.P99:0.0} ")
            + Said($"| {sql.PushesPerSecond:N0} | {sql.PushMs.P99:0.0} |");
    }

    private static string Line(string what, Figures a, Figures b, Figures shown) =>
        Said($"| {what} | **{a.PushesPerSecond / b.PushesPerSecond:0.00}** | {shown.PushesPerSecond:N0} | {shown.PushMs.P99:0.0} |");

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
