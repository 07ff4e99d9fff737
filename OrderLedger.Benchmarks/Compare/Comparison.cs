using OrderLedger.Benchmarks.Limit;
using OrderLedger.Benchmarks.Load;

namespace OrderLedger.Benchmarks.Compare;

/// <summary>
/// One run on one PostgreSQL: the server and the plain SQL take turns, so that whatever else the machine does hits both.
/// </summary>
internal sealed class Comparison(Target target, string dataDirectory, Stretches stretches, int seconds)
{
    public static readonly int[] Connections = [1, 16, 64, 256];

    private const int WarmUpSeconds = 5;
    private const int Orders = 2_000;

    // Only GET /api/orders/{id} takes connections of its own to PostgreSQL, and an embedded one has a hundred.
    private const int ReadConnections = 16;

    private readonly Walk walk = new(1_000_000, Orders);
    private readonly Walk hot = new(999_999, 1);

    public async Task Run(int rounds, CancellationToken stop)
    {
        var postgres = await Guest.ConnectionString(dataDirectory, stop);
        await using var database = Api.Ledger.Database.Connect(postgres);
        await using var schema = await LimitSchema.Create(database, walk, stop);
        var (http, one) = (new HttpLoad(target, walk), new HttpLoad(target, hot));
        var sql = new SqlLoad(postgres, new Walk(walk.FirstId, Orders));
        await http.Register(stop);
        await one.Register(stop);
        await http.Run("warm-up", new(16, WarmUpSeconds), 10, stop);
        await sql.OneByOne(new(16, WarmUpSeconds), stop);

        for (var round = 1; round <= rounds; round++)
        {
            foreach (var connections in Connections)
            {
                await stretches.Measure($"sql {connections}", () => sql.OneByOne(new(connections, seconds), stop));
                await stretches.Measure($"http {connections}", () => http.Run("http", new(connections, seconds), 0, stop));
            }
            await stretches.Measure("hot", () => one.Run("hot", new(64, seconds), 0, stop));
            await stretches.Measure("batches", () => sql.Batches(seconds, stop));
            await stretches.Measure("reads", () => http.Run("reads", new(ReadConnections, seconds), 100, stop));
        }
    }
}
