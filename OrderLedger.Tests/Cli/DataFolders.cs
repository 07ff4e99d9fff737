using Microsoft.Extensions.Configuration;
using OrderLedger.Api;

namespace OrderLedger.Tests.Cli;

public sealed class DataFolders : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("orderledger-folders-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Are_made_where_the_program_is_called()
    {
        Found().ShouldBe(Path.Combine(folder, ".orderledger"));
    }

    [Fact]
    public void Of_the_build_before_are_found_where_it_made_them()
    {
        var before = Directory.CreateDirectory(Path.Combine(folder, "OrderLedger.Api", ".orderledger")).FullName;
        Found().ShouldBe(before);

        var own = Directory.CreateDirectory(Path.Combine(folder, ".orderledger")).FullName;
        Found().ShouldBe(own);
    }

    private string Found() => Settings.From(new ConfigurationBuilder().Build(), folder).DataDirectory;
}
