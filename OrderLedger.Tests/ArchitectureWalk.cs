using System.Text.RegularExpressions;

namespace OrderLedger.Tests;

/// <summary>docs/architecture.md walks a push through the files that carry it.</summary>
public partial class ArchitectureWalk
{
    [Fact]
    public void A_push_is_walked_in_six_files_that_are_there()
    {
        var doc = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "architecture.md"));
        var walk = doc[doc.IndexOf("## A push in six files", StringComparison.Ordinal)..];
        var files = Step().Matches(walk).Select(m => m.Groups["file"].Value).ToList();

        files.Count.ShouldBe(6);
        files.Where(f => !File.Exists(Path.Combine(SourceTree.Root, f))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^\d\. `(?<file>OrderLedger\.[^`]+\.cs)`", RegexOptions.Multiline)]
    private static partial Regex Step();
}
