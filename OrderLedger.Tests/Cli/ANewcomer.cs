using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using OrderLedger.Tests.Ledger.Reports;

namespace OrderLedger.Tests.Cli;

/// <summary>
/// README.md as a newcomer follows it in an empty folder. Each command is the printed one; only the built program takes the place of
/// <c>dotnet run</c>, and a free port that of 5080.
/// </summary>
public sealed partial class ANewcomer : IDisposable
{
    private const string PrintedAddress = "http://127.0.0.1:5080";
    private const string PrintedProgram = "dotnet run -c Release --project OrderLedger.Api";

    private static readonly TimeSpan StepMax = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("orderledger-newcomer-").FullName;
    private readonly string address = $"http://127.0.0.1:{FreePort()}";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Gets_the_printed_answers_on_the_first_day_and_a_running_ledger_on_the_second()
    {
        var key = "";
        await using (var first = await Serving())
        {
            key = Key().Match(first.Said).Value;
            key.ShouldNotBeEmpty(first.Said);
            foreach (var (command, answer) in Commands())
                Plain(await Said(command, key)).ShouldBe(Plain(answer), command);
            await Said($"URL={PrintedAddress} KEY={key} sh {SourceTree.Root}/examples/curl/vici.sh", key);
        }

        await using (var second = await Serving())
        {
            second.Said.ShouldContain("keys add --store default");
            foreach (var (command, _) in Commands())
                (await Said(command, key)).ShouldNotContain("\"error\"");
            foreach (var verb in new[] { "verify", "config", "doctor", "stores list", "keys list", "export --out ledger.ndjson", "rebuild kpi" })
                await Said($"{PrintedProgram} -- {verb}", key);
            await Said($"{PrintedProgram} -- verify --export ledger.ndjson", key);
        }
    }

    private static IEnumerable<(string Command, string Answer)> Commands() => Answered().Matches(Documents.Text("README.md"))
        .Select(m => (m.Groups["command"].Value, m.Groups["answer"].Value));

    // Times, the request id and the place in the ledger differ, and the lines of a CSV end as RFC 4180 has it.
    private static string Plain(string answer) => Varying().Replace(answer, "VARIES").Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd();

    private string Here(string command) => command.Replace(PrintedAddress, address, StringComparison.Ordinal)
        .Replace(PrintedProgram + " --", $"dotnet {typeof(Database).Assembly.Location}", StringComparison.Ordinal);

    private async Task<string> Said(string command, string key)
    {
        var start = Start("bash", "-c", Here(command));
        start.Environment["KEY"] = key;
        using var shell = Process.Start(start)!;
        using var patience = new CancellationTokenSource(StepMax);
        var (said, complained) = (shell.StandardOutput.ReadToEndAsync(patience.Token), shell.StandardError.ReadToEndAsync(patience.Token));
        await shell.WaitForExitAsync(patience.Token);
        shell.ExitCode.ShouldBe(0, command + await said + await complained);
        return await said;
    }

    private async Task<Server> Serving()
    {
        var server = new Server(Process.Start(Start("dotnet", typeof(Database).Assembly.Location, "--urls", address))!);
        await server.Ready(address);
        return server;
    }

    private ProcessStartInfo Start(params string[] words)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("ConnectionStrings__Ledger");
        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("```sh\n(?<command>curl[^\n]*)\n```\n```(json|csv)\n(?<answer>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Answered();

    [GeneratedRegex("""\d{4}-\d\d-\d\d(T[\d:.]+(\+00:00|Z))?|req_[0-9a-f]+|"seq":\d+|"held_s":[\d.]+""")]
    private static partial Regex Varying();

    [GeneratedRegex("olk_[A-Za-z0-9_-]+")]
    private static partial Regex Key();

    private sealed class Server : IAsyncDisposable
    {
        private readonly Process process;
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> said = new();

        public Server(Process process)
        {
            this.process = process;
            process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
            process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public string Said => string.Join('\n', said);

        public async Task Ready(string address)
        {
            using var client = new HttpClient { BaseAddress = new(address) };
            await Condition.Holds(async () =>
            {
                process.HasExited.ShouldBeFalse(Said);
                try
                {
                    using var ready = await client.GetAsync("/health/ready");
                    return ready.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            }, StepMax, () => Said);
        }

        public async ValueTask DisposeAsync()
        {
            using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
                await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(StepMax);
            await process.WaitForExitAsync(patience.Token);
            process.Dispose();
        }
    }
}
