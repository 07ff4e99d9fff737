using System.Globalization;
using OrderLedger.Benchmarks.Limit;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>The comparison as Markdown: ratios are what may be compared with another run, absolute figures are this machine's.</summary>
internal sealed class Report(Dictionary<string, List<Stretch>> stretches)
{
    public string Text()
    {
        var (hot, batches, reads, at64) = (Median("hot"), Median("batches"), Median("reads"), Median("http 64"));
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
            .. Comparison.Connections.SelectMany(c => new[] { Cpu($"http {c}"), Cpu($"sql {c}") }),
            Cpu("hot"), Cpu("batches"),
            "",
            Errors(),
        ];
        return string.Join('\n', lines);
    }

    private string Row(int connections)
    {
        var (http, sql) = (Median($"http {connections}"), Median($"sql {connections}"));
        return Said($"| {connections} | **{http.PushesPerSecond / sql.PushesPerSecond:0.00}** ")
            + Said($"| {http.PushesPerSecond:N0} | {http.PushMs.P50:0.0} | {http.PushMs.P99:0.0} ")
            + Said($"| {sql.PushesPerSecond:N0} | {sql.PushMs.P99:0.0} |");
    }

    private static string Line(string what, Figures a, Figures b, Figures shown) =>
        Said($"| {what} | **{a.PushesPerSecond / b.PushesPerSecond:0.00}** | {shown.PushesPerSecond:N0} | {shown.PushMs.P99:0.0} |");

    private string Cpu(string name)
    {
        var (cpu, pushes) = (stretches[name], (double)stretches[name].Sum(s => s.Figures.Pushes));
        return Said($"| {name} | {PerPush(c => c.Api)} | {PerPush(c => c.Postgres)} | {PerPush(c => c.Load)} |");

        string PerPush(Func<CpuTime, double> of) => Said($"{cpu.Sum(s => of(s.Cpu)) / pushes * 1e6:0}");
    }

    private string Errors()
    {
        var all = stretches.Values.SelectMany(s => s).Select(s => s.Figures).ToList();
        var errors = all.Sum(f => f.Errors.Values.Sum());
        return $"{errors} errors, {all.Sum(f => f.Unchanged)} of {all.Sum(f => f.Pushes)} pushes changed nothing.";
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // By rate: of two rounds the worse one, so that one lucky round is not believed.
    private Figures Median(string name)
    {
        var rounds = stretches[name].Select(s => s.Figures).OrderBy(f => f.PushesPerSecond + f.ReadsPerSecond).ToList();
        return rounds[(rounds.Count - 1) / 2];
    }
}
