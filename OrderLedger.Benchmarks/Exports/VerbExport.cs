using System.Diagnostics;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Exports;

/// <summary>
/// The product's own verb <c>export</c>, as a process of its own: with its start, which is a part of what somebody waits for.
/// </summary>
internal static class VerbExport
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<ExportRound> Run(string arguments, string dataDirectory, CancellationToken stop)
    {
        var file = Path.Combine(dataDirectory, "exported");
        var program = Path.Combine(AppContext.BaseDirectory, "OrderLedger.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, "export", .. arguments.Split(' '), "--out", file])
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
            await Console.Error.WriteLineAsync($"{arguments}: {(await said).Trim()}");
            return new(clock.Elapsed.TotalSeconds, new FileInfo(file).Length / 1_048_576.0, peak);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            File.Delete(file);
        }
    }
}
