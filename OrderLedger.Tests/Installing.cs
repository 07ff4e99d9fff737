using System.Text.RegularExpressions;
using OrderLedger.Api;

namespace OrderLedger.Tests;

/// <summary>The files by which the ledger is installed name only what the build has.</summary>
public partial class Installing
{
    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("docker-compose.yml")]
    [InlineData("tools/orderledger.service")]
    [InlineData("docs/install.md")]
    public void A_file_of_an_installation_sets_only_settings_that_exist(string file)
    {
        var named = Setting().Matches(Text(file)).Select(m => m.Value).ToList();

        named.ShouldNotBeEmpty("else the rule sees nothing");
        named.Except(SettingWords.All.Select(s => s.Name)).ShouldBeEmpty();
    }

    [Fact]
    public void The_image_is_built_and_run_with_the_dotnet_of_global_json()
    {
        var major = Major().Match(Text("global.json")).Groups[1].Value;

        DotnetPackage().Matches(Text("Dockerfile")).Select(m => m.Value)
            .ShouldBe([$"dotnet-sdk-{major}.0", $"aspnetcore-runtime-{major}.0"], ignoreOrder: true);
    }

    [Fact]
    public void The_image_runs_as_a_user_that_Kubernetes_can_see_is_not_root() =>
        Regex.Match(Text("Dockerfile"), @"^USER (\d+)$", RegexOptions.Multiline).Groups[1].Value.ShouldBe("10001");

    [Fact]
    public void The_service_keeps_its_data_where_systemd_lets_it_write()
    {
        var unit = Text("tools/orderledger.service").Split('\n');

        unit.ShouldContain("ProtectSystem=strict");
        unit.ShouldContain("StateDirectory=orderledger");
        unit.ShouldContain("Environment=OrderLedger__DataDirectory=/var/lib/orderledger");
    }

    [Fact]
    public void The_manual_names_only_files_that_exist() =>
        Named().Matches(Text("docs/install.md")).Select(m => m.Value)
            .Where(path => !File.Exists(Path.Combine(SourceTree.Root, path))).ShouldBeEmpty();

    private static string Text(string file) => File.ReadAllText(Path.Combine(SourceTree.Root, file));

    [GeneratedRegex("(OrderLedger|ConnectionStrings)__[A-Za-z_]+")]
    private static partial Regex Setting();

    [GeneratedRegex("""
        "version": "(\d+)\.
        """)]
    private static partial Regex Major();

    [GeneratedRegex(@"(dotnet-sdk|aspnetcore-runtime)-[\d.]+")]
    private static partial Regex DotnetPackage();

    [GeneratedRegex(@"\b(tools|docs|OrderLedger\.Api)/[\w./-]+\.\w+")]
    private static partial Regex Named();
}
