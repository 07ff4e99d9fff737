using System.Diagnostics;
using System.Net.Sockets;
using OrderLedger.Tests.Ledger.Reports;

namespace OrderLedger.Tests.Cli;

/// <summary>The wrong ways to begin: each ends at once, in a line or two that say what to do, and makes nothing.</summary>
public sealed class WrongStarts : IDisposable
{
    private const int LinesMax = 5;

    private static readonly TimeSpan RunMax = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("orderledger-wrong-").FullName;

    private string Data => Path.Combine(folder, "data");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_busy_port_is_named_before_anything_is_made()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;

        var error = await Refused(2, $"serve --urls http://127.0.0.1:{port}");

        error.ShouldContain($"Port {port} of 127.0.0.1 is taken");
        error.ShouldContain($"--urls http://127.0.0.1:{port + 1}");
    }

    [Theory]
    [InlineData("serve --porrt 5080", "'--porrt' is no setting of serve. serve --help lists them all.")]
    [InlineData("--OrderLedger:RatePerMinut 5", "'--OrderLedger:RatePerMinut' is no setting of serve.")]
    [InlineData("serve 5080", "'5080' is no setting of serve.")]
    [InlineData("serve --urls", "--urls wants a value.")]
    [InlineData("serve --urls nonsense", "--urls takes addresses such as http://127.0.0.1:5080")]
    [InlineData("serve --urls http://192.0.2.1:5080", "Nobody can listen at http://192.0.2.1:5080")]
    [InlineData("verify", "There is no ledger in ")]
    [InlineData("rebuild", "There is no ledger in ")]
    [InlineData("stores list", "There is no ledger in ")]
    [InlineData("seed", "There is no ledger in ")]
    [InlineData("export --out x", "There is no ledger in ")]
    [InlineData("keys add --store default --name me --scope push", "There is no ledger in ")]
    [InlineData("doctor", "There is no ledger in ")]
    [InlineData("replay --store default --all --status abc", "Cannot parse argument 'abc' for option '--status' as a number.")]
    public async Task A_wrong_call_is_told_what_is_wrong(string line, string said) => (await Refused(2, line)).ShouldContain(said);

    [Fact]
    public async Task A_connection_string_that_is_none_is_not_repeated()
    {
        var error = await Refused(2, "serve --urls http://127.0.0.1:0", ("ConnectionStrings__Ledger", "postgres://me:s3cret@host/db"));

        error.ShouldContain("ConnectionStrings__Ledger is not understood");
        error.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_database_that_is_away_is_waited_for_and_then_named()
    {
        var error = await Refused(1, "stores list", ("ConnectionStrings__Ledger", "Host=127.0.0.1;Port=1;Username=x;Password=s3cret;Database=x"));

        error.ShouldContain("PostgreSQL does not answer");
        error.ShouldContain("127.0.0.1:1");
        error.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named()
    {
        var error = await Refused(1, "serve --urls http://127.0.0.1:0", ("OrderLedger__DataDirectory", "/dev/null/data"));

        error.ShouldContain("/dev/null/data");
        error.ShouldContain("OrderLedger__DataDirectory");
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_data_directory_is_named()
    {
        await File.WriteAllTextAsync(Data, "mine");

        (await Run("serve --urls http://127.0.0.1:0")).ShouldSatisfyAllConditions(
            r => r.ExitCode.ShouldBe(1),
            r => r.Error.ShouldContain(Data),
            r => r.Error.Trim().Split('\n').Length.ShouldBeLessThanOrEqualTo(LinesMax));
        (await File.ReadAllTextAsync(Data)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_data_directory_that_is_half_made_is_named_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.Combine(Data, "postgres", "base"));

        var ran = await Run("serve --urls http://127.0.0.1:0");

        ran.ExitCode.ShouldBe(1, ran.Out);
        ran.Error.ShouldContain(Path.Combine(Data, "postgres"));
        ran.Error.ShouldNotContain("   at ");
        ran.Error.Trim().Split('\n').Length.ShouldBeLessThanOrEqualTo(LinesMax, ran.Error);
        Directory.Exists(Path.Combine(Data, "postgres", "base")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_settings_in_force_are_shown_without_secrets()
    {
        var shown = await Run("config", ("OrderLedger__RatePerMinute", "7"), ("OrderLedger__Bootstrap__Key", "a-secret-of-mine-1"));

        shown.ExitCode.ShouldBe(0);
        shown.Out.ShouldMatch("OrderLedger__RatePerMinute +7\n");
        shown.Out.ShouldMatch("OrderLedger__Bootstrap__Key +set\n");
        shown.Out.ShouldMatch("OrderLedger__CatchUpSeconds +300 \\(default\\)\n");
        shown.Out.ShouldNotContain("a-secret-of-mine-1");
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public void Every_setting_of_the_manual_is_one_of_the_program()
    {
        var manual = Documents.Text("docs/operating.md");
        Api.SettingWords.All.Where(s => !manual.Contains(s.Name.Replace("__Authority", "__", StringComparison.Ordinal), StringComparison.Ordinal)
            && s.Name != "urls").ShouldBeEmpty();
    }

    private async Task<string> Refused(int exitCode, string line, params (string Name, string Value)[] environment)
    {
        var ran = await Run(line, environment);
        ran.ExitCode.ShouldBe(exitCode, ran.Out + ran.Error);
        ran.Error.Trim().Split('\n').Length.ShouldBeLessThanOrEqualTo(LinesMax, ran.Error);
        ran.Error.ShouldNotContain("   at ");
        Directory.Exists(Data).ShouldBeFalse("nothing was made");
        return ran.Error;
    }

    private async Task<Support.Ran> Run(string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Database).Assembly.Location, .. line.Split(' ')])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OrderLedger__DataDirectory"] = Data;
        start.Environment.Remove("ConnectionStrings__Ledger");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(RunMax);
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(patience.Token);
            var complained = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await said, await complained);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
