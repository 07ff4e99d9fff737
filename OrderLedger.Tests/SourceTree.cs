namespace OrderLedger.Tests;

/// <summary>One source file: its path from the repository's root with "/" and its text.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public string[] Lines => Text.Split('\n');

    public bool Under(params string[] folders) => folders.Any(f => Path.StartsWith(f + "/", StringComparison.Ordinal));

    public override string ToString() => Path;
}

/// <summary>The repository these tests were built from: the folder upwards that holds OrderLedger.sln.</summary>
public static class SourceTree
{
    public static readonly string Root = FindRoot(AppContext.BaseDirectory);

    private static readonly HashSet<string> NotSource = ["bin", "obj", ".git", "node_modules", "artifacts", "Generated"];

    private static readonly HashSet<string> Extensions = [".cs", ".sql", ".sh", ".md", ".csproj", ".props", ".yml", ".yaml"];

    public static IReadOnlyList<SourceFile> Files { get; } =
        [.. Read(new DirectoryInfo(Root)).OrderBy(f => f.Path, StringComparer.Ordinal)];

    public static IEnumerable<SourceFile> CSharp => Files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>The files that ship: the domain and the server with its command line.</summary>
    public static IEnumerable<SourceFile> Product => Files.Where(f =>
        f.Under("OrderLedger.Domain", "OrderLedger.Api") && Path.GetExtension(f.Path) is ".cs" or ".sql");

    private static IEnumerable<SourceFile> Read(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .Where(f => !NotSource.Contains(f.Name) && f.LinkTarget is null)
        .SelectMany(f => f switch
        {
            DirectoryInfo inner => Read(inner),
            FileInfo file when Extensions.Contains(file.Extension) => [new SourceFile(Relative(file), File.ReadAllText(file.FullName))],
            _ => [],
        });

    private static string Relative(FileInfo file) => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');

    private static string FindRoot(string from) => File.Exists(Path.Combine(from, "OrderLedger.sln"))
        ? from
        : FindRoot(Path.GetDirectoryName(from) ?? throw new InvalidOperationException("No folder upwards holds OrderLedger.sln."));
}
