namespace OrderLedger.Tests.LocalPostgres;

public sealed class ADataDirectory : IDisposable
{
    private readonly EmbeddedHome home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("with a space")]
    [InlineData("with, a comma: and 'quotes'")]
    [InlineData("so-deep-that-the-name-of-a-socket-in-it-would-be-longer-than-the-bytes-that-every-system-has-for-one")]
    public async Task May_have_any_name(string name)
    {
        var options = home.Disposable with { DataDirectory = Path.Combine(home.Disposable.DataDirectory, name) };

        await using var server = await EmbeddedHome.Start(options);

        (await EmbeddedHome.Ask(server, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task May_lie_in_a_folder_that_only_root_may_enter()
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return;
        Directory.CreateDirectory(home.Disposable.DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await using var server = await EmbeddedHome.Start(
            home.Disposable with { DataDirectory = Path.Combine(home.Disposable.DataDirectory, "inside") });

        (await EmbeddedHome.Ask(server, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Must_be_an_absolute_path() =>
        (await Should.ThrowAsync<ArgumentException>(() => EmbeddedHome.Start(new() { DataDirectory = "data" })))
            .Message.ShouldContain("absolute");
}
