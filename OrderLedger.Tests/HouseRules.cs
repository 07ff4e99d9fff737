using System.Text.RegularExpressions;
using OrderLedger.Domain;

namespace OrderLedger.Tests;

/// <summary>What of the house style a test can hold, read from the source.</summary>
public partial class HouseRules
{
    private static readonly string Root = FindRoot();

    private static readonly string[] Sides = ["Auth", "Dialects", "Endpoints", "Cli", "Webhooks", "Proof", "Dashboard"];

    private static readonly (string Path, string Text)[] Product =
        [.. new[] { "OrderLedger.Domain", "OrderLedger.Api" }.SelectMany(SourceOf)];

    [Fact]
    public void The_domain_references_nothing_but_the_platform() =>
        typeof(Order).Assembly.GetReferencedAssemblies().ShouldAllBe(a => a.Name!.StartsWith("System", StringComparison.Ordinal));

    [Fact]
    public void Storage_knows_no_web() => Offenders(f => In(f.Path, "Storage") && f.Text.Contains("Microsoft.AspNetCore")).ShouldBeEmpty();

    [Fact]
    public void Arrows_point_down() => Offenders(f => Uses(f.Text).Any(used =>
        FolderOf(f.Path) is { } from && from != used
        && (from == "Storage" || (from == "Http" && used != "Storage") || (Sides.Contains(from) && Sides.Contains(used) && used != "Auth")))).ShouldBeEmpty();

    [Fact]
    public void Only_the_writer_writes_to_the_ledger() => Offenders(f => !In(f.Path, "Storage/Writing") && !In(f.Path, "Storage/Schema")
        && Writes().Matches(f.Text).Any(m => m.Groups[1].Value.StartsWith("mt_", StringComparison.Ordinal) || !In(f.Path, "Storage"))).ShouldBeEmpty();

    [Fact]
    public void No_file_is_longer_than_200_lines() => Offenders(f => f.Text.TrimEnd().Split('\n').Length > 200).ShouldBeEmpty();

    [Fact]
    public void No_interface_and_no_empty_name() => Offenders(f => Forbidden().IsMatch(f.Text)).ShouldBeEmpty();

    [Fact]
    public void Every_log_message_stands_in_Log() =>
        Offenders(f => !f.Path.EndsWith("/Log.cs", StringComparison.Ordinal) && Logs().IsMatch(f.Text)).ShouldBeEmpty();

    [Fact]
    public void A_to_do_has_an_issue_number() => Offenders(f => ToDo().IsMatch(f.Text)).ShouldBeEmpty();

    [Fact]
    public void A_token_is_named_stop() => Offenders(f => Tokens().IsMatch(f.Text)).ShouldBeEmpty();

    private static IEnumerable<string> Offenders(Func<(string Path, string Text), bool> breaks) => Product.Where(breaks).Select(f => f.Path);

    private static IEnumerable<string> Uses(string text) => Namespaces().Matches(text).Select(m => m.Groups[1].Value);

    private static bool In(string path, string folder) => path.StartsWith($"OrderLedger.Api/{folder}/", StringComparison.Ordinal);

    private static string? FolderOf(string path) => path.Split('/') is ["OrderLedger.Api", var folder, _, ..] ? folder : null;

    private static IEnumerable<(string, string)> SourceOf(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, project), "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".sql", StringComparison.Ordinal))
            .Select(f => (Path.GetRelativePath(Root, f).Replace('\\', '/'), f))
            .Where(f => !f.Item1.Contains("/obj/") && !f.Item1.Contains("/bin/"))
            .Select(f => (f.Item1, File.ReadAllText(f.f)));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OrderLedger.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("OrderLedger.sln is nowhere above the tests.");
        return folder;
    }

    [GeneratedRegex(@"using (?:static )?OrderLedger\.Api\.(\w+)")]
    private static partial Regex Namespaces();

    [GeneratedRegex(@"(?:insert into|update|delete from) ledger\.(\w+)")]
    private static partial Regex Writes();

    [GeneratedRegex(@"\binterface I[A-Z]|\b(?:class|record|struct) \w+(?:Manager|Helper|Service|Base|Impl|Dto)\b")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)\(|\[LoggerMessage")]
    private static partial Regex Logs();

    [GeneratedRegex(@"TODO(?! ?\(?#\d)")]
    private static partial Regex ToDo();

    [GeneratedRegex(@"CancellationToken (?!stop\b|cancellationToken\b|stoppingToken\b)[a-z]\w*")]
    private static partial Regex Tokens();
}
