namespace OrderLedger.Tests.Support;

/// <summary>The vendors' printed requests and answers, kept as files under Vendors/examples.</summary>
internal static class Examples
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vendors", "examples");

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>The files of one vendor, by name.</summary>
    public static IEnumerable<string> Of(string vendor) =>
        Directory.EnumerateFiles(Path.Combine(Folder, vendor)).Select(f => $"{vendor}/{Path.GetFileName(f)}").Order(StringComparer.Ordinal);
}
