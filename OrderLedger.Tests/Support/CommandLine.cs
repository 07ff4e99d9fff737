using System.Diagnostics;

namespace OrderLedger.Tests.Support;

/// <summary>The output of a verb and how it ended.</summary>
internal sealed record Ran(int ExitCode, string Out, string Error);

/// <summary>The built program as a child process, on a database of its own that is dropped afterwards.</summary>
public sealed class CommandLine : IAsyncLifetime
{
    private static readonly TimeSpan RunMax = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("orderledger-cli-").FullName;

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync() => ConnectionString = await TestServer.NewDatabase();

    public async Task DisposeAsync()
    {
        await TestServer.Drop(ConnectionString);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Takes the schema away, as in a database nobody has migrated yet.</summary>
    internal Task Unmigrate() => TestServer.Execute(ConnectionString, "drop schema ledger cascade");

    internal async Task<Ran> Run(string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(Database).Assembly.Location);
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            start.ArgumentList.Add(word);
        start.Environment["ConnectionStrings__Ledger"] = ConnectionString;
        start.Environment["OrderLedger__DataDirectory"] = folder;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(RunMax);
        try
        {
            var (said, complained) = (process.StandardOutput.ReadToEndAsync(patience.Token),
                process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await said, await complained);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
