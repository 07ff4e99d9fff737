using OrderLedger.Benchmarks.Limit;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>One measured stretch and the CPU it took.</summary>
internal sealed record Stretch(Figures Figures, CpuTime Cpu);

/// <summary>
/// One run on one PostgreSQL: the server and the plain SQL take turns, so that whatever else the machine does hits both.
/// </summary>
internal sealed class Comparison(ApiProcess api, string dataDirectory, int seconds)
{
    public static readonly int[] Connections = [1, 16, 64, 256];

    private const int WarmUpSeconds = 5;
    private const int Orders = 2_000;

    // Only GET /api/orders/{id} takes connections of its own to PostgreSQL, and an embedded one has a hundred.
    private const int ReadConnections = 16;

    private readonly Walk walk = new(1_000_000, Orders);
    private readonly Walk hot = new(999_999, 1);

    public Dictionary<string, List<Stretch>> Stretches { get; } = [];

    public async Task Run(int rounds, CancellationToken stop)
    {
        var postgres = await Guest.ConnectionString(dataDirectory, stop);
        await using var database = Api.Storage.Database.Connect(postgres);
        await using var schema = await LimitSchema.Create(database, walk, stop);
        var (http, one) = (new HttpLoad(api.Target, walk), new HttpLoad(api.Target, hot));
        var sql = new SqlLoad(postgres, new Walk(walk.FirstId, Orders));
        await http.Register(stop);
        await one.Register(stop);
        await http.Run("warm-up", new(16, WarmUpSeconds), 10, stop);
        await sql.OneByOne(new(16, WarmUpSeconds), stop);

        for (var round = 1; round <= rounds; round++)
        {
            foreach (var connections in Connections)
            {
                await Measure($"sql {connections}", () => sql.OneByOne(new(connections, seconds), stop));
                await Measure($"http {connections}", () => http.Run("http", new(connections, seconds), 0, stop));
            }
            await Measure("hot", () => one.Run("hot", new(64, seconds), 0, stop));
            await Measure("batches", () => sql.Batches(seconds, stop));
            await Measure("reads", () => http.Run("reads", new(ReadConnections, seconds), 100, stop));
        }
    }

    private async Task Measure(string name, Func<Task<Figures>> run)
    {
        var before = CpuTime.Now(api.Id, dataDirectory);
        var figures = await run();
        Stretches.TryAdd(name, []);
        Stretches[name].Add(new(figures, CpuTime.Now(api.Id, dataDirectory) - before));
        var (rate, p99) = (figures.PushesPerSecond + figures.ReadsPerSecond, Math.Max(figures.PushMs.P99, figures.ReadMs.P99));
        await Console.Error.WriteLineAsync($"{name}: {rate:N0}/s, p99 {p99:0.0} ms");
    }
}
