using System.Diagnostics;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>The built server as a process of its own, with an embedded, durable PostgreSQL in a folder of its own.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    public const string Key = "the-key-of-a-benchmark";

    /// <summary>This build's own server.</summary>
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "OrderLedger.Api.dll");

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);

    private readonly Process process;

    private ApiProcess(Process process, string url) =>
        (this.process, Url, Target) = (process, url, Target.At(url, Dialects.Vici, new(Key)));

    public string Url { get; }

    public Target Target { get; }

    public int Id => process.Id;

    /// <exception cref="TimeoutException">It did not say within a minute where it listens.</exception>
    /// <param name="dataDirectory">Its own.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <param name="program">Another build's <c>OrderLedger.Api.dll</c>; this one's unless said.</param>
    public static Task<ApiProcess> Start(string dataDirectory, CancellationToken stop, string? program = null) =>
        Start(program ?? Program, Settings(dataDirectory), stop);

    /// <summary>With further settings of its environment.</summary>
    public static Task<ApiProcess> StartWith(string dataDirectory, IEnumerable<(string Name, string Value)> more, CancellationToken stop) =>
        Start(Program, Settings(dataDirectory).Concat(more), stop);

    /// <summary>On a PostgreSQL that is there, and migrated.</summary>
    public static Task<ApiProcess> StartOn(string postgres, string dataDirectory, CancellationToken stop) =>
        Start(Program, Settings(dataDirectory).Append(("ConnectionStrings__Ledger", postgres)), stop);

    /// <summary>Any program that speaks dialect A's push and says "NAME listens on URL" when it does.</summary>
    public static async Task<ApiProcess> Start(string program, IEnumerable<(string Name, string Value)> settings, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        };
        start.Environment.Remove("OrderLedger__SecretKey");
        start.Environment.Remove("ConnectionStrings__Ledger");
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        try
        {
            return new(process, await Address(process, stop).WaitAsync(StartMax, stop));
        }
        catch
        {
            await End(process);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await End(process);

    private static (string Name, string Value)[] Settings(string dataDirectory) =>
    [
        ("OrderLedger__DataDirectory", dataDirectory), ("OrderLedger__Bootstrap__Key", Key), ("OrderLedger__StopGraceSeconds", "0"),
        ("OrderLedger__RatePerMinute", "0"),
    ];

    private static async Task<string> Address(Process process, CancellationToken stop)
    {
        while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
            if (line.Contains(" listens on ", StringComparison.Ordinal))
            {
                _ = Follow(process);
                return line.Split(' ')[3];
            }
        throw new TimeoutException("The server ended before it listened.");
    }

    // Whatever it says later must not fill the pipe. What a rebuild says of itself is a figure, too.
    private static async Task Follow(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
            if (line.Contains("swapped at try", StringComparison.Ordinal))
                await Console.Error.WriteLineAsync(line.Trim());
    }

    // Asked first, so that its PostgreSQL is shut down in order.
    private static async Task End(Process process)
    {
        using var ended = process;
        using var patience = new CancellationTokenSource(OperatingSystem.IsWindows() ? TimeSpan.Zero : StopMax);
        try
        {
            if (!ended.HasExited && !OperatingSystem.IsWindows())
                Process.Start("kill", ["-TERM", $"{ended.Id}"]).Dispose();
            await ended.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            ended.Kill();
            await ended.WaitForExitAsync(CancellationToken.None);
        }
    }
}
