using System.Globalization;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>One measured stretch and the CPU it took.</summary>
internal sealed record Stretch(Figures Figures, CpuTime Cpu);

/// <summary>The measured stretches of one run by name, each in the order of the rounds.</summary>
internal sealed class Stretches(ApiProcess api, string dataDirectory)
{
    private readonly Dictionary<string, List<Stretch>> named = [];

    public IReadOnlyList<Figures> this[string name] => [.. named[name].Select(s => s.Figures)];

    public async Task Measure(string name, Func<Task<Figures>> run)
    {
        var before = CpuTime.Now(api.Id, dataDirectory);
        var figures = await run();
        named.TryAdd(name, []);
        named[name].Add(new(figures, CpuTime.Now(api.Id, dataDirectory) - before));
        var (rate, p99) = (figures.PushesPerSecond + figures.ReadsPerSecond, Math.Max(figures.PushMs.P99, figures.ReadMs.P99));
        await Console.Error.WriteLineAsync(Said($"{name}: {rate:N0}/s, p99 {p99:0.0} ms"));
    }

    /// <summary>By rate: of two rounds the worse one, so that one lucky round is not believed.</summary>
    public Figures Median(string name)
    {
        var rounds = this[name].OrderBy(f => f.PushesPerSecond + f.ReadsPerSecond).ToList();
        return rounds[(rounds.Count - 1) / 2];
    }

    /// <summary>A row of the table of CPU per push, in microseconds.</summary>
    public string Cpu(string name)
    {
        var (stretches, pushes) = (named[name], (double)named[name].Sum(s => s.Figures.Pushes));
        return $"| {name} | {PerPush(c => c.Api)} | {PerPush(c => c.Postgres)} | {PerPush(c => c.Load)} |";

        string PerPush(Func<CpuTime, double> of) => Said($"{stretches.Sum(s => of(s.Cpu)) / pushes * 1e6:0}");
    }

    public string Errors()
    {
        var all = named.Values.SelectMany(s => s).Select(s => s.Figures).ToList();
        var errors = all.Sum(f => f.Errors.Values.Sum());
        return $"{errors} errors, {all.Sum(f => f.Unchanged)} of {all.Sum(f => f.Pushes)} pushes changed nothing.";
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
