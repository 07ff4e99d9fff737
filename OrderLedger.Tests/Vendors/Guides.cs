using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Vendors;

/// <summary>The guides docs/connect-*.md: what a newcomer types into a shell is run as it stands there.</summary>
public partial class Guides(SocketApp app) : IClassFixture<SocketApp>
{
    [Theory]
    [InlineData("woocommerce", "shop", "woocommerce")]
    [InlineData("make", "guide-make", "vici")]
    [InlineData("n8n", "guide-n8n", "vici")]
    public async Task The_commands_of_a_guide_get_the_answers_that_it_prints(string guide, string store, string dialect)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", $"connect-{guide}.md"));
        var blocks = Block().Matches(text).Select(m => (Language: m.Groups["language"].Value, Text: m.Groups["text"].Value)).ToList();
        var script = Path.GetTempFileName();
        var commands = blocks.Where(b => b.Language == "sh" && !Setup().IsMatch(b.Text)).Select(b => b.Text);
        await File.WriteAllTextAsync(script, string.Concat(commands)
            .Replace("http://127.0.0.1:5080", app.Client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal));
        var key = await app.NewStore(store, dialect);

        var (exitCode, said) = await ReadyMade.Shell(script, new Dictionary<string, string> { ["KEY"] = key, ["SECRET"] = key });

        exitCode.ShouldBe(0, said);
        var answers = blocks.Where(b => b.Language == "json").SelectMany(b => b.Text.TrimEnd().Split('\n')).ToList();
        answers.ShouldNotBeEmpty();
        answers.ShouldAllBe(answer => said.Contains(answer, StringComparison.Ordinal), said);
    }

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    // The tests make their stores and keys themselves, and need no public address.
    [GeneratedRegex("dotnet run|^caddy|^export", RegexOptions.Multiline)]
    private static partial Regex Setup();
}
