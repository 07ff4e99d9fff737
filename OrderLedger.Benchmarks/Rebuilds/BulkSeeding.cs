using System.Diagnostics;
using System.Globalization;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>The product's own <c>seed --bulk</c>, as a process of its own beside the server.</summary>
internal static class BulkSeeding
{
    private static readonly TimeSpan SeedMax = TimeSpan.FromMinutes(30);

    /// <summary>Events per second of the import, as the verb says them last; what it builds afterwards is not part of it.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<double> Run(string dataDirectory, int events, CancellationToken stop)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "OrderLedger.Api.dll");
        var start = new ProcessStartInfo("dotnet",
            [program, "seed", "--bulk", "--events", events.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["OrderLedger__DataDirectory"] = dataDirectory;
        start.Environment.Remove("ConnectionStrings__Ledger");
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(SeedMax);
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(patience.Token);
            var (rate, last) = (0.0, "");
            while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
            {
                await Console.Error.WriteLineAsync(line);
                last = line;
                if (line.EndsWith(" events/s", StringComparison.Ordinal))
                    rate = double.Parse(line.Split(' ')[^2], NumberStyles.Number, CultureInfo.InvariantCulture);
            }
            await process.WaitForExitAsync(patience.Token);
            await said;
            return process.ExitCode == 0 ? rate : throw new InvalidOperationException($"seed --bulk ended with {process.ExitCode}: {last}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
