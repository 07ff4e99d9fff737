using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Tests.Cli;

public sealed class Exports(CommandLine line) : IClassFixture<CommandLine>, IDisposable
{
    /// <summary>More than is read at a time.</summary>
    private const int Events = 9_000;

    private readonly string folder = Directory.CreateTempSubdirectory("orderledger-export-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_ledger_is_exported_continued_and_verified_without_its_database()
    {
        await line.Run("stores add default --dialect vici");
        (await line.Run($"seed --bulk --events {Events}")).ExitCode.ShouldBe(0);
        await Checkpoint();

        var exported = await line.Run($"export --out {folder}/file");
        var again = await line.Run($"export --out {folder}/file");
        var piped = await line.Run("export --store default");
        var table = await line.Run("export --format csv");
        await line.Run($"export --gzip --out {folder}/file.gz");
        var whole = await File.ReadAllTextAsync($"{folder}/file");
        await File.WriteAllTextAsync($"{folder}/cut", whole[..(whole.Length * 2 / 3)]);
        var other = await line.Run($"export --resume --out {folder}/cut --store default");
        var resumed = await line.Run($"export --resume --out {folder}/cut");
        var nothing = await line.Run($"export --resume --out {folder}/cut");

        exported.ExitCode.ShouldBe(0, exported.Error);
        exported.Error.ShouldContain(" events in ");
        again.ExitCode.ShouldBe(2);
        again.Error.ShouldContain("is there already");
        other.ExitCode.ShouldBe(2);
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        nothing.Error.ShouldContain("The file is whole");
        (await File.ReadAllTextAsync($"{folder}/cut")).ShouldStartWith(whole[..whole.LastIndexOf("{\"end\"", StringComparison.Ordinal)]);
        Orders(piped.Out).ShouldBe(Orders(whole));
        // Each export is recorded, and so part of those after it.
        table.Out.Split("\r\n").Length.ShouldBe(whole.Split('\n').Length - 1 + 2);
        foreach (var (file, more) in new[] { ("file", 0), ("file.gz", 3), ("cut", 4) })
        {
            var verified = await Verify($"{folder}/{file} --anchor {folder}/proof");
            verified.ExitCode.ShouldBe(0, verified.Out + verified.Error);
            verified.Out.ShouldStartWith($"{whole.Split('\n').Length - 3 + more} events verified. The file is whole");
        }
        await File.WriteAllTextAsync($"{folder}/changed", whole.Replace("\"pending\"", "\"Pending\"", StringComparison.Ordinal));
        var changed = await Verify($"{folder}/changed");
        changed.ExitCode.ShouldBe(1, changed.Error);
        changed.Out.ShouldContain(" v1 (place 1): its content does not make its leaf\n");
    }

    [Fact]
    public async Task The_checkpoint_that_covers_it_stands_beside_it_and_the_command_that_is_printed_verifies_it()
    {
        var here = ("OrderLedger__DataDirectory", folder);
        await line.Run("stores add beside --dialect vici");
        await line.Run("proof checkpoint", here);
        foreach (var file in new[] { "beside", "beside.gz --gzip" })
        {
            var exported = await line.Run($"export --out {folder}/{file}", here);
            exported.ExitCode.ShouldBe(0, exported.Error);

            var printed = exported.Error.Split('\n').First(l => l.Contains(" verify --export ", StringComparison.Ordinal));
            var verified = await line.Run(printed[printed.IndexOf("verify --export ", StringComparison.Ordinal)..]);

            verified.ExitCode.ShouldBe(0, verified.Out + verified.Error);
            verified.Out.ShouldContain("The file is whole: nothing that the checkpoint covers is missing.");
        }
        File.Delete($"{folder}/beside");
        var again = await line.Run($"export --out {folder}/beside", here);
        again.ExitCode.ShouldBe(2);
        again.Error.ShouldContain("beside.checkpoint is there already, from another export.");
        File.Exists($"{folder}/beside").ShouldBeFalse();
    }

    [Theory]
    [InlineData("export --format xml", "--format takes ndjson or csv.")]
    [InlineData("export --store nowhere", "There is no store 'nowhere', and no other yet.")]
    [InlineData("export --from yesterday", "--from takes a day or a time")]
    [InlineData("export --resume", "--resume takes --out")]
    [InlineData("verify --export nothing", "A file is verified with --export FILE --checkpoint NOTE --key PEM")]
    [InlineData("verify --export a --checkpoint b --key c", "Could not find file")]
    public async Task What_cannot_be_carried_out_is_said(string words, string error)
    {
        var ran = await line.Run(words);

        ran.ExitCode.ShouldBe(2, ran.Error);
        ran.Error.ShouldContain(error);
    }

    private static IEnumerable<string> Orders(string file) =>
        file.Split('\n').Where(l => l.Contains("\"tenant\":\"default\"", StringComparison.Ordinal));

    private Task<Ran> Verify(string file) => line.Run($"verify --export {file} --checkpoint {folder}/note --key {folder}/key",
        ("ConnectionStrings__Ledger", "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing"));

    private async Task Checkpoint()
    {
        await using var database = Database.Connect(line.ConnectionString);
        var keys = new SigningKeys(database, $"{folder}/proof");
        using var checkpointer = new Checkpointer(database, keys, $"{folder}/proof");
        var made = await checkpointer.Make(CancellationToken.None);
        await File.WriteAllTextAsync($"{folder}/note", made!.Note);
        await File.WriteAllTextAsync($"{folder}/key", SigningKeys.Text(await keys.All(CancellationToken.None)));
    }
}
