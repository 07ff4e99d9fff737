using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrderLedger.Api.Storage;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Limit;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Exports;

/// <summary>One kind of export: the median of its rounds.</summary>
internal sealed record ExportFigure(string Kind, double Seconds, double MiB, double PeakMiB);

/// <summary>What was measured in one run. <c>CopySeconds</c> is of plain COPY, between the rounds.</summary>
internal sealed record ExportFigures(long Events, double CopySeconds, IReadOnlyList<ExportFigure> Exports)
{
    public string Table()
    {
        var text = new StringBuilder("| export | events/s | plain COPY, rows/s | export : COPY | MiB | peak memory, MiB |\n|---|---|---|---|---|---|\n");
        foreach (var e in Exports)
            text.Append(CultureInfo.InvariantCulture, $"| {e.Kind} | {Events / e.Seconds:N0} | {Events / CopySeconds:N0} | ")
                .Append(CultureInfo.InvariantCulture, $"{CopySeconds / e.Seconds:N2} | {e.MiB:N0} | {e.PeakMiB:N0} |\n");
        return text.ToString();
    }
}

/// <summary>The product's own verb <c>export</c>, as a process of its own beside an idle server, in turns with plain COPY.</summary>
internal static class ExportBench
{
    private static readonly string[] Kinds = ["--format ndjson", "--format ndjson --gzip", "--format csv"];
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static async Task<ExportFigures> Run(int events, int rounds, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        await using var database = Database.Connect(await Guest.ConnectionString(folder.Path, stop));
        await BulkSeeding.Run(folder.Path, events, stop);
        var count = (await database.Query(r => r.GetInt64(0), "select count(*) from ledger.mt_events", stop))[0];
        var copies = new List<double>();
        var exports = Kinds.ToDictionary(k => k, _ => new List<ExportFigure>());
        for (var round = 0; round < rounds; round++)
            foreach (var kind in Kinds)
            {
                copies.Add(await PlainCopy.Seconds(database, stop));
                exports[kind].Add(await One(kind, folder.Path, stop));
            }
        return new(count, Median(copies), [.. Kinds.Select(k => new ExportFigure(k["--format ".Length..], Median([.. exports[k].Select(e => e.Seconds)]),
            exports[k][0].MiB, exports[k].Max(e => e.PeakMiB)))]);
    }

    // With its start, which is a part of what somebody waits for.
    private static async Task<ExportFigure> One(string kind, string dataDirectory, CancellationToken stop)
    {
        var file = Path.Combine(dataDirectory, "exported");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "OrderLedger.Api.dll"), "export", .. kind.Split(' '), "--out", file])
        {
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["OrderLedger__DataDirectory"] = dataDirectory;
        start.Environment.Remove("ConnectionStrings__Ledger");
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        try
        {
            var (peak, said) = (0.0, process.StandardError.ReadToEndAsync(stop));
            while (await Task.WhenAny(said, Task.Delay(Look, stop)) != said)
                peak = Math.Max(peak, ProcessMemory.Peak(process.Id));
            await process.WaitForExitAsync(stop);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"export ended with {process.ExitCode}: {await said}");
            await Console.Error.WriteLineAsync($"{kind}: {(await said).Trim()}");
            return new(kind, clock.Elapsed.TotalSeconds, new FileInfo(file).Length / 1_048_576.0, peak);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            File.Delete(file);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
