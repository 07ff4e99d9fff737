using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace OrderLedger.Tests.Feed;

/// <summary>The programs under examples/ that follow the ledger.</summary>
public sealed class FeedExamples(SocketApp app) : IClassFixture<SocketApp>, IDisposable
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("orderledger-feed-").FullName;

    [Theory]
    [InlineData("dotnet", "FeedConsumer.dll", 41)]
    [InlineData("python3", "examples/feed/consumer.py", 42)]
    public async Task A_consumer_goes_on_where_it_ended(string program, string file, int first)
    {
        var path = Path.Combine(file.EndsWith(".dll", StringComparison.Ordinal) ? AppContext.BaseDirectory : SourceTree.Root, file);
        string[] orders = [$"{first}1", $"{first}2", $"{first}3"];
        await app.Register(orders[0]);
        var said = await Run(program, path, async lines =>
        {
            await Said(lines, $"order.registered: order {orders[0]} is pending");
            await app.Register(orders[1], "completed");
            await Said(lines, $"order.registered: order {orders[1]} is completed");
            var head = await app.Head();
            await Condition.Holds(() => File.Exists(Position) && long.Parse(File.ReadAllText(Position), null) == head, Max,
                () => "The position was not kept.");
        });
        await app.Register(orders[2]);
        var again = await Run(program, path, lines => Said(lines, $"order.registered: order {orders[2]} is pending"));

        orders.Select(order => said.Concat(again).Count(line => line.Contains($"order {order} ", StringComparison.Ordinal))).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task A_marten_application_subscribes_to_the_ledger()
    {
        await app.Register("431");
        (await app.Patch("431", """{"order_status":"processing"}""")).Dispose();
        await Run("dotnet", Path.Combine(AppContext.BaseDirectory, "MartenSubscription.dll"), async lines =>
        {
            await Said(lines, $"{await app.Head()}: order 431 of default is processing");
            await Condition.Holds(async () => await ToShip() == 1, Max, () => string.Join('\n', lines));
            (await app.Patch("431", """{"order_status":"completed"}""")).Dispose();
            await Condition.Holds(async () => await ToShip() == 0, Max, () => string.Join('\n', lines));
        }, new NpgsqlConnectionStringBuilder(app.ConnectionString) { Pooling = false }.ConnectionString);

        (await app.Faults()).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Position => Path.Combine(folder, "position");

    private Task<long> ToShip() => app.Ask<long>("select count(*) from example.to_ship where order_id = '431'");

    private static Task Said(ConcurrentQueue<string> lines, string line) =>
        Condition.Holds(() => lines.Contains(line), Max, () => $"Not said: {line}\n{string.Join('\n', lines)}");

    // Killed at the end: a consumer must bear it.
    private async Task<IReadOnlyCollection<string>> Run(string program, string path, Func<ConcurrentQueue<string>, Task> meanwhile,
        params string[] arguments)
    {
        var lines = new ConcurrentQueue<string>();
        using var process = new Process();
        process.StartInfo = new(program, [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        process.StartInfo.Environment["URL"] = app.Client.BaseAddress!.ToString().TrimEnd('/');
        process.StartInfo.Environment["KEY"] = LedgerApp.Key;
        process.StartInfo.Environment["POSITION"] = Position;
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await meanwhile(lines);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        return lines;
    }
}
