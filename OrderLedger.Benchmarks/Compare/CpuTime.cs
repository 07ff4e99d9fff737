using System.Globalization;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>Seconds of CPU used so far by the server, PostgreSQL and this process. From /proc: zero elsewhere than on Linux.</summary>
internal readonly record struct CpuTime(double Api, double Postgres, double Load)
{
    // USER_HZ is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    public static CpuTime operator -(CpuTime a, CpuTime b) => new(a.Api - b.Api, a.Postgres - b.Postgres, a.Load - b.Load);

    public static CpuTime Now(int apiId, string dataDirectory)
    {
        var pidFile = Path.Combine(dataDirectory, "postgres", "postmaster.pid");
        if (!OperatingSystem.IsLinux() || !File.Exists(pidFile))
            return default;
        var postmaster = int.Parse(File.ReadLines(pidFile).First(), CultureInfo.InvariantCulture);
        var postgres = Of(postmaster, withEnded: true);
        foreach (var process in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(process), out var id) && Stat(id) is { } stat && stat[1] == $"{postmaster}")
                postgres += Of(id);
        return new(Of(apiId), postgres, Environment.CpuUsage.TotalTime.TotalSeconds);
    }

    private static double Of(int id, bool withEnded = false)
    {
        var ticks = Stat(id)?[11..(withEnded ? 15 : 13)] ?? [];
        return ticks.Sum(t => double.Parse(t, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    // The fields behind the name, which is in brackets and may hold spaces: state, parent, ... utime, stime, cutime, cstime.
    private static string[]? Stat(int id)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{id}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
