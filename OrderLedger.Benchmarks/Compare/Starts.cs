using System.Diagnostics;
using System.Globalization;
using OrderLedger.Benchmarks.Load;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>The time two servers take from the start of their process to the first push answered, and their memory then.</summary>
internal sealed class Starts
{
    private const long Order = 1;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly List<Start> mine = [];
    private readonly List<Start> plain = [];

    /// <summary>In turns. The first start of each makes its tables and the order, and is not counted.</summary>
    public static async Task<Starts> Measure(Func<Task<ApiProcess>> mine, Func<Task<ApiProcess>> plain, int rounds, CancellationToken stop)
    {
        var starts = new Starts();
        foreach (var start in (Func<Task<ApiProcess>>[])[mine, plain])
        {
            await using var api = await start();
            using var line = new HttpLine(api.Target);
            await line.Register(Order, Walk.CreatedAt(Order), stop);
        }
        for (var round = 0; round < rounds; round++)
        {
            starts.mine.Add(await One(mine, round, stop));
            starts.plain.Add(await One(plain, round, stop));
        }
        return starts;
    }

    /// <summary>In Markdown: medians, and the memory of the two processes after their load.</summary>
    public string Report(int mineId, int plainId) => string.Join('\n',
    [
        "| | start to the first push answered, s | rounds, from - to | memory idle, MiB | memory after the load, MiB |",
        "|---|---|---|---|---|",
        Row("this", mine, mineId),
        Row("plain", plain, plainId),
    ]);

    private static async Task<Start> One(Func<Task<ApiProcess>> start, int round, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        await using var api = await start();
        using var line = new HttpLine(api.Target);
        var answer = await line.Push(Order, round % 2 == 0 ? "completed" : "processing", stop);
        if (answer.Status != 200)
            throw new InvalidOperationException($"The first push was answered {answer.Status}.");
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await Task.Delay(Quiet, stop);
        return new(seconds, ProcessMemory.Resident(api.Id));
    }

    private static string Row(string name, List<Start> starts, int id)
    {
        var seconds = starts.Select(s => s.Seconds).Order().ToList();
        var memory = starts.Select(s => s.IdleMiB).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | **{seconds[(seconds.Count - 1) / 2]:0.0}** | {seconds[0]:0.0} - {seconds[^1]:0.0} "
            + $"| {memory[(memory.Count - 1) / 2]:0} | {ProcessMemory.Resident(id):0} |");
    }

    private sealed record Start(double Seconds, double IdleMiB);
}
