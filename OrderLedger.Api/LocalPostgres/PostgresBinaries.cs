using System.Text.RegularExpressions;

namespace OrderLedger.Api.LocalPostgres;

/// <summary>A folder with initdb, pg_ctl and postgres of one version, 14 or newer.</summary>
internal sealed partial record PostgresBinaries(string Folder, Version Version)
{
    private const int MajorMin = 14;

    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public string Initdb => In(Folder, "initdb");

    public string PgCtl => In(Folder, "pg_ctl");

    public string Postgres => In(Folder, "postgres");

    public static Task<PostgresBinaries> Find(EmbeddedPostgresOptions options, CancellationToken stop)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return Find(options, path, UsualFolders.All(path), stop);
    }

    /// <summary>
    /// The folder the options name, else the newest of <paramref name="folders"/>, else what npm brings. A cluster
    /// that exists decides the major version, because PostgreSQL opens no other's.
    /// </summary>
    public static async Task<PostgresBinaries> Find(
        EmbeddedPostgresOptions options, string path, IEnumerable<string> folders, CancellationToken stop)
    {
        var wanted = MajorOf(options.Cluster);
        var npm = NpmBinaries.Folder(options.DataDirectory);
        var found = await Look(options.Binaries is { } chosen ? [chosen] : [.. folders, npm], stop);
        if (Best(found, wanted) is { } best)
            return best;
        if (options.Binaries is not null && found.Count == 0)
            throw PostgresNotFoundException.Nowhere($"{options.Binaries} holds no initdb, pg_ctl and postgres that run here");

        var canFetch = options.Binaries is null && wanted is null or NpmBinaries.Major && NpmBinaries.Npm(path) is not null;
        if (canFetch)
            await NpmBinaries.Install(options, path, stop);
        return Best(canFetch ? await Look([npm], stop) : [], wanted)
            ?? throw (wanted is { } major
                ? PostgresNotFoundException.OtherVersion(options.Cluster, major, found.Select(b => b.Version.Major))
                : canFetch ? PostgresNotFoundException.Nowhere("the one npm brought does not run here")
                : PostgresNotFoundException.Nowhere());
    }

    private static PostgresBinaries? Best(IEnumerable<PostgresBinaries> found, int? wanted) =>
        found.Where(b => wanted is null || b.Version.Major == wanted).MaxBy(b => b.Version);

    private static async Task<List<PostgresBinaries>> Look(IEnumerable<string> folders, CancellationToken stop)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Distinct().Where(IsComplete))
        {
            var said = await Commands.Run([In(folder, "postgres"), "--version"], stop);
            if (said.Code == 0 && VersionIn(said.Output) is { Major: >= MajorMin } version)
                found.Add(new(folder, version));
        }
        return found;
    }

    // A beta has no second number.
    private static Version? VersionIn(string said) => VersionWords().Match(said) is { Success: true, Groups: var words }
        ? Version.Parse(words[1].Value + (words[2].Success ? words[2].Value : ".0"))
        : null;

    private static bool IsComplete(string folder) =>
        File.Exists(In(folder, "initdb")) && File.Exists(In(folder, "pg_ctl")) && File.Exists(In(folder, "postgres"));

    private static int? MajorOf(string cluster)
    {
        var file = Path.Combine(cluster, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file)) : null;
    }

    private static string In(string folder, string program) => Path.Combine(folder, program + Suffix);

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)(\.\d+)?")]
    private static partial Regex VersionWords();
}
