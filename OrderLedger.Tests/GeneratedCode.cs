namespace OrderLedger.Tests;

/// <summary>The code by which Wolverine calls the endpoints is in the repository, so that the server starts without a compiler.</summary>
public sealed class GeneratedCode(CommandLine program) : IClassFixture<CommandLine>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orderledger-generated-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_generated_code_is_that_of_the_endpoints()
    {
        var written = await program.Run($"codegen {folder.FullName}");
        written.ExitCode.ShouldBe(0, written.Error);

        var kept = Path.Combine(SourceTree.Root, "OrderLedger.Api", "Generated");
        Files(folder.FullName).ShouldBe(Files(kept), "run: dotnet run --project OrderLedger.Api -p:WithoutGenerated=true -- codegen");
    }

    private static IEnumerable<string> Files(string from) => Directory.EnumerateFiles(from, "*.cs", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(from, f) + "\n" + File.ReadAllText(f).ReplaceLineEndings("\n"))
        .Order(StringComparer.Ordinal);
}
