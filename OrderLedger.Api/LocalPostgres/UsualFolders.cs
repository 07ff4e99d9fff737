namespace OrderLedger.Api.LocalPostgres;

/// <summary>Where packages put PostgreSQL's programs. Debian and Fedora keep initdb and pg_ctl off the PATH.</summary>
internal static class UsualFolders
{
    private static readonly (string Root, string Pattern)[] Places = OperatingSystem.IsWindows()
        ? [(@"C:\Program Files\PostgreSQL", "*")]
        : [("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql*"), ("/usr/local/opt", "postgresql*")];

    public static IEnumerable<string> All(string path) =>
        [.. OnPath(path), .. Places.Where(p => Directory.Exists(p.Root))
            .SelectMany(p => Directory.EnumerateDirectories(p.Root, p.Pattern))
            .Select(folder => Path.Combine(folder, "bin"))];

    // A link to postgres may stand alone in its folder; initdb and pg_ctl are beside the file it points to.
    private static IEnumerable<string> OnPath(string path) =>
        from folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        let program = new FileInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? "postgres.exe" : "postgres"))
        where program.Exists
        select Path.GetDirectoryName(program.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program.FullName)!;
}
