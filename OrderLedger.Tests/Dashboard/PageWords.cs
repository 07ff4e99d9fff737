using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Dashboard;

/// <summary>
/// The sentences of the dashboard, of which many are shown only when something goes wrong. The test of the browser reads whole pages.
/// </summary>
public partial class PageWords
{
    [Fact]
    public void No_sentence_of_the_dashboard_speaks_of_the_insides_of_the_server()
    {
        var folder = Path.Combine(SourceTree.Root, "OrderLedger.Api", "Dashboard");
        var said = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).SelectMany(f => Path.GetExtension(f) switch
        {
            ".razor" => Shown(File.ReadAllText(f)),
            ".cs" or ".js" => Sentence()
                .Matches(Comment().Replace(File.ReadAllText(f), "")).Select(m => Code().Replace(m.Value, "")).Where(s => s.Contains(' ')),
            _ => [],
        }).ToList();

        said.Count.ShouldBeGreaterThan(300);
        said.Where(s => Inside().IsMatch(s)).ShouldBeEmpty();
    }

    // The texts between the tags of a page, and those its parts and attributes are given.
    private static IEnumerable<string> Shown(string page)
    {
        page = Code().Replace(page.Split("\n@code")[0], "");
        return Attribute().Matches(page).Concat(Text().Matches(page)).Select(m => m.Groups[1].Value);
    }

    [GeneratedRegex("\"[^\"\n]*\"")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"@\*.*?\*@|\{[^{}\n]*\}|@\([^)]*\)|@[\w.]+", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("(?:[Tt]itle|[Ll]abel|Button|placeholder)=\"([^\"()]*)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("[>}]([^<>@{}()=]+)<")]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(push(es|ed|ing)?|projections?|fold(s|ed)?|phases?|dialects?|ndjson|9 of 10)\b(?!-)", RegexOptions.IgnoreCase)]
    private static partial Regex Inside();
}
