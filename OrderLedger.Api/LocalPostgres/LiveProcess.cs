using System.Diagnostics;

namespace OrderLedger.Api.LocalPostgres;

/// <summary>
/// Whether a process id in a file still means the process that wrote it. Ids are used again after a restart of the
/// machine or the container, so the id alone proves nothing.
/// </summary>
internal static class LiveProcess
{
    private static readonly bool HasProc = File.Exists("/proc/self/cmdline");

    /// <summary>True when the process lives and its command line holds these words; one dead and not yet reaped has none.</summary>
    public static bool Is(int pid, string words) => OperatingSystem.IsWindows()
        ? NameOf(pid) == "postgres"
        : (HasProc ? FromProc(pid) : FromPs(pid)).Contains(words, StringComparison.Ordinal);

    public static bool Exists(int pid) => NameOf(pid) is not null;

    private static string? NameOf(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string FromProc(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException) when (!Exists(pid))
        {
            return "";
        }
    }

    private static string FromPs(int pid)
    {
        var start = Commands.Of("ps", "-ww", "-o", "args=", "-p", $"{pid}");
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        return process.StandardOutput.ReadToEnd();
    }
}
