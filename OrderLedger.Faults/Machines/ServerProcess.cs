using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace OrderLedger.Faults.Machines;

/// <summary>The built program serving as a child process on a data directory of its own, killed and started again at will.</summary>
internal sealed class ServerProcess(string connectionString = "") : IAsyncDisposable
{
    public const string Key = "the-key-of-the-first-store";

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(40);

    private readonly ConcurrentQueue<string> said = new();
    private readonly int port = FreePort();
    private Process? process;
    private bool isToEnd;

    public EmbeddedPostgresOptions Options { get; } =
        new() { DataDirectory = Path.Combine(Path.GetTempPath(), $"orderledger-fault-{Guid.NewGuid():n}") };

    public double CheckpointSeconds { get; init; } = 1;

    /// <summary>All it has printed.</summary>
    public string Said => string.Join('\n', said);

    /// <summary>Further settings of its environment.</summary>
    public Dictionary<string, string> More { get; init; } = [];

    public int Pid => process!.Id;

    public string Url => $"http://127.0.0.1:{port}";

    /// <summary>Its output before it ended by itself; null while it runs, and when it was killed or asked to end.</summary>
    public string? LastWords => process is { HasExited: true } && !isToEnd ? $"It ended with {process.ExitCode}: {string.Join('\n', said)}" : null;

    /// <param name="url">Where it is reached; null: directly.</param>
    public HttpClient NewClient(Uri? url = null)
    {
        var client = new HttpClient { BaseAddress = url ?? new(Url), Timeout = TimeSpan.FromSeconds(40) };
        client.DefaultRequestHeaders.Add("x-api-key", Key);
        return client;
    }

    /// <summary>Returns when it says that it is ready.</summary>
    public async Task Start()
    {
        isToEnd = false;
        process = Process.Start(Line()) ?? throw new InvalidOperationException("dotnet did not start.");
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = NewClient();
        await Condition.Holds(async () =>
        {
            if (LastWords is { } words)
                throw new InvalidOperationException(words);
            return await Ready(client);
        }, StartMax, () => $"It is not ready: {string.Join('\n', said)}");
    }

    /// <summary>SIGKILL to this process alone.</summary>
    public async Task Kill()
    {
        isToEnd = true;
        process!.Kill();
        await Ended();
    }

    /// <summary>SIGTERM; the exit code once it has ended.</summary>
    public async Task<int> Terminate()
    {
        isToEnd = true;
        await Signal.Send("TERM", process!.Id);
        return await Ended();
    }

    /// <summary>It stands still, with its connections open, until it is let go on.</summary>
    public Task Freeze() => Signal.Send("STOP", process!.Id);

    public Task Thaw() => Signal.Send("CONT", process!.Id);

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            await Kill();
        process?.Dispose();
        if (File.Exists(Options.GuardFile) && int.TryParse(await File.ReadAllTextAsync(Options.GuardFile), out var guard))
            await Condition.Holds(() => !LiveProcess.Exists(guard), EndMax, () => "Its PostgreSQL still runs.");
        if (Directory.Exists(Options.DataDirectory))
            Directory.Delete(Options.DataDirectory, recursive: true);
    }

    private async Task<int> Ended()
    {
        await Condition.Holds(() => process!.HasExited, EndMax, () => $"It does not end: {string.Join('\n', said)}");
        return process!.ExitCode;
    }

    private ProcessStartInfo Line()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[typeof(Database).Assembly.Location, "--urls", Url])
            start.ArgumentList.Add(word);
        start.Environment["ConnectionStrings__Ledger"] = connectionString;
        start.Environment["OrderLedger__DataDirectory"] = Options.DataDirectory;
        start.Environment["OrderLedger__Bootstrap__Key"] = Key;
        start.Environment["OrderLedger__StopGraceSeconds"] = "0";
        start.Environment["OrderLedger__CheckpointSeconds"] = CheckpointSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in More)
            start.Environment[name] = value;
        return start;
    }

    private static async Task<bool> Ready(HttpClient client)
    {
        try
        {
            using var ready = await client.GetAsync("/health/ready");
            return ready.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
