using System.ComponentModel;
using System.Diagnostics;

namespace OrderLedger.Api.LocalPostgres;

/// <summary>How a program ended, and all it said.</summary>
internal sealed record Ended(int Code, string Output);

/// <summary>Other programs, run to their end.</summary>
internal static class Commands
{
    private const int NotFound = 127;

    public static ProcessStartInfo Of(params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(words.First(), words.Skip(1))
        {
            // The server's user may not be able to read ours, and initdb insists on knowing where it is.
            WorkingDirectory = Path.GetPathRoot(Environment.SystemDirectory) is { Length: > 0 } root ? root : "/",
            CreateNoWindow = true,
        };
        // Their complaints are read by us and kept in the log: one language.
        start.Environment["LC_ALL"] = "C";
        // PostgreSQL would tell systemd in our name that it is ready.
        start.Environment.Remove("NOTIFY_SOCKET");
        return start;
    }

    /// <summary>A program that does not exist ends with 127, as in a shell. A cancelled one is killed.</summary>
    public static async Task<Ended> Run(ProcessStartInfo start, CancellationToken stop)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            return new(NotFound, missing.Message);
        }
        process.StandardInput.Close();
        using var killed = stop.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return new(process.ExitCode, $"{await output}{await errors}".Trim());
    }

    public static Task<Ended> Run(IEnumerable<string> words, CancellationToken stop) => Run(Of(words), stop);

    /// <summary>Runs to its end or throws with what the program said.</summary>
    public static async Task Must(IEnumerable<string> words, CancellationToken stop)
    {
        var ended = await Run(words, stop);
        if (ended.Code != 0)
            throw new PostgresNotStartedException($"`{string.Join(' ', words)}` failed: {ended.Output}");
    }
}
