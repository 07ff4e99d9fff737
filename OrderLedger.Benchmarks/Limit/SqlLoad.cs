using System.Diagnostics;
using Npgsql;
using OrderLedger.Api.Ledger;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Benchmarks.Limit;

/// <summary>The work of a push as plain SQL, prepared, one round trip and one commit each: what PostgreSQL alone can do here.</summary>
internal sealed class SqlLoad(string connectionString, Walk walk)
{
    /// <summary>Connections to PostgreSQL; an embedded one takes a hundred. More callers than these share them.</summary>
    public const int BackendsMax = 64;

    /// <summary>Pushes in one transaction of <see cref="Batches"/>.</summary>
    public const int BatchSize = 64;

    /// <summary>One push per transaction.</summary>
    public async Task<Figures> OneByOne(Bounds bounds, CancellationToken stop)
    {
        await using var database = Pool(Math.Min(bounds.Connections, BackendsMax));
        await Open(database, Math.Min(bounds.Connections, BackendsMax), stop);
        return await Callers.Run("one push per transaction", bounds, async (turns, tally, end) =>
        {
            while (turns.Next())
            {
                var began = Stopwatch.GetTimestamp();
                var (order, status) = walk.Next();
                await database.Execute("select bench_limit.push($1, $2, $3, $4, $5)", end,
                    In(Guid.CreateVersion7()), In(LimitSchema.Store), In($"{order}"), In(status), In(NewRequestId()));
                tally.Pushes.Add(Stopwatch.GetElapsedTime(began));
            }
        }, stop);
    }

    /// <summary>One connection, <see cref="BatchSize"/> pushes per transaction. A latency is that of a whole batch.</summary>
    public async Task<Figures> Batches(int seconds, CancellationToken stop)
    {
        var pushes = 0L;
        await using var database = Pool(1);
        var figures = await Callers.Run($"{BatchSize} pushes per transaction", new(1, seconds), async (turns, tally, end) =>
        {
            while (turns.Next())
            {
                var began = Stopwatch.GetTimestamp();
                var next = walk.Next(BatchSize);
                await database.Execute("select bench_limit.push_all($1, $2, $3, $4, $5)", end,
                    Column(next, _ => Guid.CreateVersion7()), In(LimitSchema.Store), Column(next, p => $"{p.OrderId}"),
                    Column(next, p => p.Status), Column(next, _ => NewRequestId()));
                tally.Pushes.Add(Stopwatch.GetElapsedTime(began));
                pushes += next.Length;
            }
        }, stop);
        return figures with { Pushes = pushes };
    }

    private static string NewRequestId() => "req_" + Guid.CreateVersion7().ToString("n");

    private NpgsqlDataSource Pool(int connections) => Database.Connect(new NpgsqlConnectionStringBuilder(connectionString)
    {
        MaxPoolSize = connections,
    }.ConnectionString, poolMax: connections);

    // Opened before the clock runs, as a server's are.
    private static async Task Open(NpgsqlDataSource database, int connections, CancellationToken stop)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => database.OpenConnectionAsync(stop).AsTask()));
        foreach (var connection in open)
            await connection.DisposeAsync();
    }
}
