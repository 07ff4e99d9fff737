using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Ledger.Reports;

/// <summary>The documents show what is true, so that they and the truth cannot differ.</summary>
internal static class Documents
{
    public static string Text(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));

    /// <summary>The one block of this language that has this line in it.</summary>
    public static string Block(string path, string language, string line) =>
        Regex.Matches(Text(path), $"```{language}\n(?<code>.*?)```", RegexOptions.Singleline).Select(m => m.Groups["code"].Value)
            .Single(code => code.Contains(line, StringComparison.Ordinal));
}
