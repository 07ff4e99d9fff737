using System.Globalization;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>Memory of a process in MiB, from /proc: zero elsewhere than on Linux.</summary>
internal static class ProcessMemory
{
    public static double Resident(int id) => Of(id, "VmRSS:");

    /// <summary>The most it ever had.</summary>
    public static double Peak(int id) => Of(id, "VmHWM:");

    private static double Of(int id, string name)
    {
        var file = $"/proc/{id}/status";
        if (!OperatingSystem.IsLinux() || !File.Exists(file))
            return 0;
        // One that has just ended has no memory.
        if (File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is not { } line)
            return 0;
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1_024;
    }
}
