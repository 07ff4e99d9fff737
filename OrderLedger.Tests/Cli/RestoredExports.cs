namespace OrderLedger.Tests.Cli;

/// <summary>A whole export is a ledger: restored into an empty one it shows the same and proves the same.</summary>
public sealed class RestoredExports : IAsyncLifetime
{
    private readonly CommandLine from = new();
    private readonly CommandLine to = new();
    private readonly string folder = Directory.CreateTempSubdirectory("orderledger-restore-").FullName;

    private string Taken => Path.Combine(folder, "taken.ndjson");

    public async Task InitializeAsync()
    {
        await from.InitializeAsync();
        await to.InitializeAsync();
        (await from.Run("stores add shop --dialect vici --currency EUR --time-zone Europe/Berlin --limit pending=9")).ExitCode.ShouldBe(0);
        (await from.Run("seed --orders 300 --store shop")).ExitCode.ShouldBe(0);
        (await from.Run("stores set shop --policy strict")).ExitCode.ShouldBe(0);
        (await from.Run("erase --store shop --order 1002 --yes")).ExitCode.ShouldBe(0);
        (await from.Run($"export --out {Taken}")).ExitCode.ShouldBe(0);
    }

    public async Task DisposeAsync()
    {
        await from.DisposeAsync();
        await to.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_holds_the_same_events_leaves_and_stores()
    {
        var restored = await to.Run($"import ndjson {Taken}");
        var again = Path.Combine(folder, "again.ndjson");
        (await to.Run($"export --out {again}")).ExitCode.ShouldBe(0);

        restored.ExitCode.ShouldBe(0, restored.Error);
        restored.Out.ShouldContain("events are restored");
        Events(again).Take(Events(Taken).Count).ShouldBe(Events(Taken));
        (await to.Run("verify")).ShouldBe(new Ran(0, (await to.Run("verify")).Out, ""), "nothing is wrong with it");
        (await to.Run("stores list")).Out.ShouldContain("shop  vici  strict  EUR  Europe/Berlin");
    }

    [Fact]
    public async Task Only_a_whole_and_right_file_and_only_into_an_empty_ledger()
    {
        var lines = await File.ReadAllLinesAsync(Taken);
        (await to.Run($"import ndjson {Write("cut", lines[..^1])}")).Error.ShouldContain("The file is cut off");
        (await to.Run($"import ndjson {Write("forged", [.. lines.Select(l => l.Replace("\"completed\"", "\"cancelled\"", StringComparison.Ordinal))])}"))
            .Error.ShouldContain("its content does not make its leaf");
        (await to.Run($"import ndjson {Write("filtered", [lines[0].Replace("\"store\":null", "\"store\":\"shop\"", StringComparison.Ordinal), .. lines[1..]])}"))
            .Error.ShouldContain("The file is not whole");
        (await to.Run($"import ndjson {Taken} --dry-run")).Error.ShouldContain("verify --export");
        (await from.Run($"import ndjson {Taken}")).Error.ShouldContain("this one holds events");
        (await to.Run("stores list")).Out.Trim().Split('\n').Length.ShouldBe(1, "nothing came of any of them but the heading");
    }

    // But for the number that PostgreSQL draws.
    private static List<string> Events(string path) =>
        [.. File.ReadAllLines(path).Where(l => l.Contains("\"event_id\"", StringComparison.Ordinal))
            .Select(l => System.Text.RegularExpressions.Regex.Replace(l, "\"seq\":[0-9]+,", ""))];

    private string Write(string name, string[] lines)
    {
        var path = Path.Combine(folder, name + ".ndjson");
        File.WriteAllLines(path, lines);
        return path;
    }
}
