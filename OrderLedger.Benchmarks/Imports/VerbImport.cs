using System.Diagnostics;
using OrderLedger.Benchmarks.Rebuilds;
using OrderLedger.Tests.Vendors.WooCommerce;

namespace OrderLedger.Benchmarks.Imports;

/// <summary>The product's own verbs, as processes of their own: with their start, which is a part of what somebody waits for.</summary>
internal static class VerbImport
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes a store whose shop can be asked.</summary>
    public static async Task Prepare(string dataDirectory, string store, string url, CancellationToken stop)
    {
        foreach (var line in (string[])[$"stores add {store} --dialect woocommerce", $"stores set {store} --woocommerce-url {url}"])
        {
            using var process = Start(dataDirectory, line);
            var said = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{line} ended with {process.ExitCode}: {await said}");
        }
    }

    /// <summary>Seconds, and the most memory taken in MiB.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<(double Seconds, double Peak)> Run(string dataDirectory, string store, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(dataDirectory, $"import woocommerce --store {store}");
        var (peak, said) = (0.0, process.StandardError.ReadToEndAsync(stop));
        while (await Task.WhenAny(said, Task.Delay(Look, stop)) != said)
            peak = Math.Max(peak, ProcessMemory.Peak(process.Id));
        await process.WaitForExitAsync(stop);
        return process.ExitCode == 0 ? (clock.Elapsed.TotalSeconds, peak)
            : throw new InvalidOperationException($"import ended with {process.ExitCode}: {await said}");
    }

    /// <summary>Kills the import once so many orders are there.</summary>
    public static async Task KilledAt(string dataDirectory, string store, Func<Task<long>> count, long at, CancellationToken stop)
    {
        using var process = Start(dataDirectory, $"import woocommerce --store {store}");
        while (!process.HasExited && await count() < at)
            await Task.Delay(Look, stop);
        process.Kill();
        await process.WaitForExitAsync(stop);
    }

    private static Process Start(string dataDirectory, string line)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "OrderLedger.Api.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. line.Split(' ')])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["OrderLedger__DataDirectory"] = dataDirectory;
        start.Environment["ORDERLEDGER_WOOCOMMERCE_KEY"] = TestShop.Credentials.Split(':')[0];
        start.Environment["ORDERLEDGER_WOOCOMMERCE_SECRET"] = TestShop.Credentials.Split(':')[1];
        start.Environment.Remove("ConnectionStrings__Ledger");
        return Process.Start(start)!;
    }
}
