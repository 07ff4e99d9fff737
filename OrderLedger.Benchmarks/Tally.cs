using System.Diagnostics;
using System.Globalization;

namespace OrderLedger.Benchmarks;

/// <summary>The counts of one caller.</summary>
internal sealed class Tally
{
    public Latencies Pushes { get; } = new();

    public Latencies Reads { get; } = new();

    /// <summary>By status code; 0 is a connection that was closed or refused.</summary>
    public SortedDictionary<int, long> Errors { get; } = [];

    public void Failed(int status) => Errors[status] = Errors.GetValueOrDefault(status) + 1;

    public void Add(Tally other)
    {
        Pushes.Add(other.Pushes);
        Reads.Add(other.Reads);
        foreach (var (status, count) in other.Errors)
            Errors[status] = Errors.GetValueOrDefault(status) + count;
    }
}

/// <summary>The counts of a run.</summary>
internal sealed record Figures(string What, int Connections, double Seconds, long Pushes, long Reads, Spread PushMs, Spread ReadMs)
{
    /// <summary>Pushes that were accepted and changed nothing.</summary>
    public long Unchanged { get; init; }

    public IReadOnlyDictionary<int, long> Errors { get; init; } = new Dictionary<int, long>();

    public double PushesPerSecond => Math.Round(Pushes / Seconds, 1);

    public double ReadsPerSecond => Math.Round(Reads / Seconds, 1);

    public static Figures Of(string what, long started, IReadOnlyCollection<Tally> tallies)
    {
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var sum = new Tally();
        foreach (var tally in tallies)
            sum.Add(tally);
        return new(what, tallies.Count, Math.Round(seconds, 3), sum.Pushes.Count, sum.Reads.Count, sum.Pushes.Spread(), sum.Reads.Spread())
        {
            Errors = sum.Errors,
        };
    }

    /// <summary>A small table for a terminal.</summary>
    public string Table()
    {
        var rows = new List<string> { "              per second    p50 ms    p90 ms    p99 ms    max ms" };
        if (Pushes > 0)
            rows.Add(Row("pushes", PushesPerSecond, PushMs));
        if (Reads > 0)
            rows.Add(Row("reads", ReadsPerSecond, ReadMs));
        var known = Errors.Select(e => e.Key == 0 ? $"{e.Value} x connection lost" : $"{e.Value} x {e.Key}");
        var errors = string.Join(", ", known.DefaultIfEmpty("none"));
        rows.Add($"{What}: {Connections} connections, {Seconds:0.0} s, {Unchanged} pushes changed nothing, errors: {errors}");
        return string.Join('\n', rows);
    }

    private static string Row(string what, double rate, Spread ms) => string.Create(CultureInfo.InvariantCulture,
        $"{what,-12}{rate,12:N0}{ms.P50,10:0.00}{ms.P90,10:0.00}{ms.P99,10:0.00}{ms.Max,10:0.00}");
}
