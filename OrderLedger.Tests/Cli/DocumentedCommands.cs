using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Cli;

public partial class DocumentedCommands
{
    private const string Program = "dotnet run -c Release --project OrderLedger.Api -- ";

    public static TheoryData<string> Lines => new(SourceTree.Files.Where(f => f.Path.EndsWith(".md", StringComparison.Ordinal))
        .SelectMany(f => f.Text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(Program, StringComparison.Ordinal))
            .Select(line => line[Program.Length..].Split(" | ")[0].Split(" < ")[0].Split(" > ")[0].Split('#')[0].Trim()))
        .Distinct());

    [Theory]
    [MemberData(nameof(Lines))]
    public void Name_verbs_and_options_that_exist(string line)
    {
        var words = Word().Matches(line).Select(m => m.Value.Trim('"', '\'')).ToArray();
        Api.Cli.Verbs.Make(words).Parse(words).Errors.ShouldBeEmpty(line);
    }

    [GeneratedRegex("""
        "[^"]*"|'[^']*'|[^ ]+
        """)]
    private static partial Regex Word();
}
