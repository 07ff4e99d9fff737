using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using OrderLedger.Faults.Checks;
using OrderLedger.Faults.Clients;

namespace OrderLedger.Faults;

/// <summary>soak: minutes of the same load with nothing broken. Prints memory, handles, connections and disk meanwhile.</summary>
internal static class SoakVerb
{
    private static readonly Option<int> Minutes = new("--minutes") { Description = "How long.", DefaultValueFactory = _ => 30 };
    private static readonly Option<int> Senders = new("--senders") { Description = "Clients at once.", DefaultValueFactory = _ => 64 };

    private static readonly Option<int> PauseMs =
        new("--pause-ms") { Description = "Between two pushes of a client: what makes the load less than the most.", DefaultValueFactory = _ => 20 };

    public static Command Make()
    {
        var verb = new Command("soak", "Loads a server for minutes and prints what it needs, once a minute. Ends with 1 when a promise is broken.")
        {
            Minutes, Senders, PauseMs,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult call, CancellationToken stop)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"orderledger-soak-{Guid.NewGuid():n}");
        var traffic = new TrafficPlan { Senders = call.GetValue(Senders), Pause = TimeSpan.FromMilliseconds(call.GetValue(PauseMs)) };
        IReadOnlyList<string> broken;
        await using (var stage = await Stage.SetUp(new() { Traffic = traffic }, folder, Console.Out))
        {
            await Watch(stage, TimeSpan.FromMinutes(call.GetValue(Minutes)), stop);
            await stage.Traffic.End();
            broken =
            [
                .. stage.Broken, .. stage.Traffic.Counts.Wrong,
                .. await Promises.Broken(stage.Sql, stage.Traffic.Folder, stage.ProofFolder),
            ];
        }
        foreach (var sentence in broken.Take(10))
            Console.WriteLine($"  - {sentence}");
        Console.WriteLine(broken.Count == 0 ? "  every promise was kept" : $"  {broken.Count} broken; the diaries are kept in {folder}");
        if (broken.Count == 0)
            Directory.Delete(folder, recursive: true);
        return broken.Count == 0 ? 0 : 1;
    }

    private static async Task Watch(Stage stage, TimeSpan length, CancellationToken stop)
    {
        Console.WriteLine("  minute    pushes/s  memory MiB  threads  handles  connections  disk MiB");
        var (clock, before) = (Stopwatch.StartNew(), stage.Traffic.Counts.Acknowledged);
        for (var minute = 1; clock.Elapsed < length && !stop.IsCancellationRequested; minute++)
        {
            await Task.WhenAny(Task.Delay(TimeSpan.FromMinutes(1), stop), Task.Delay(length - clock.Elapsed, stop));
            var (now, needs) = (stage.Traffic.Counts.Acknowledged, await Needs.Of(stage));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {minute,6}  {(now - before) / 60.0,10:N0}  {needs.MemoryMiB,10:N0}  {needs.Threads,7}  {needs.Handles,7}  {needs.Connections,11}  {needs.DiskMiB,8:N0}"));
            before = now;
        }
    }

    /// <summary>The server's share of its machine.</summary>
    private sealed record Needs(double MemoryMiB, int Threads, int Handles, long Connections, double DiskMiB)
    {
        private const double MiB = 1024 * 1024;

        public static async Task<Needs> Of(Stage stage)
        {
            using var process = Process.GetProcessById(stage.Servers[0].Pid);
            var sums = (await stage.Sql.Query(r => (r.GetInt64(0), r.GetInt64(1)),
                "select (select count(*) from pg_stat_activity where application_name = 'OrderLedger'), pg_database_size(current_database())",
                CancellationToken.None))[0];
            return new(process.WorkingSet64 / MiB, process.Threads.Count, Directory.GetFiles($"/proc/{process.Id}/fd").Length, sums.Item1,
                sums.Item2 / MiB);
        }
    }
}
