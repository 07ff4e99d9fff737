using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Support;

/// <summary>A request as an .http file writes it, its variables put in.</summary>
public sealed record WrittenRequest(string Title, HttpMethod Method, string Url, IReadOnlyList<(string Name, string Value)> Headers,
    string? Body);

/// <summary>The files users are given under examples/.</summary>
internal static partial class ReadyMade
{
    public static readonly string Folder = Path.Combine(SourceTree.Root, "examples");

    public static IEnumerable<string> Files(string folder, string extension) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder), "*" + extension).Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Order(StringComparer.Ordinal);

    /// <summary>The requests of a file; <paramref name="set"/> takes the place of the file's own values.</summary>
    public static IEnumerable<WrittenRequest> Requests(string file, IReadOnlyDictionary<string, string> set)
    {
        var text = File.ReadAllText(file);
        var variables = Variable().Matches(text).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value.Trim());
        foreach (var (name, value) in set)
            variables[name] = value;
        foreach (var part in text.Split("### ").Skip(1))
        {
            var lines = Used().Replace(part, m => variables[m.Groups["name"].Value]).TrimEnd().Split('\n');
            var request = lines[1].Split(' ', 2);
            var blank = Array.IndexOf(lines, "");
            var heads = lines[2..(blank < 0 ? lines.Length : blank)].Select(h => h.Split(": ", 2)).Select(h => (h[0], h[1])).ToList();
            yield return new(lines[0], new(request[0]), request[1], heads, blank < 0 ? null : string.Join('\n', lines[(blank + 1)..]));
        }
    }

    /// <summary>Runs a script with these settings in its environment.</summary>
    public static async Task<(int ExitCode, string Out)> Shell(string file, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("sh", file) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var shell = Process.Start(start)!;
        var (said, complained) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        return (shell.ExitCode, await said + await complained);
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}")]
    private static partial Regex Used();
}
