using System.Data;
using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>
/// Takes part after part: folds the streams that begin in it and compares the rows they should have left with those that are there.
/// </summary>
internal sealed class PartCheck(NpgsqlDataSource database, string snapshot, IReadOnlyDictionary<string, Store> stores, Action<Fault> found)
{
    private const int SendAfter = 4 << 20;

    /// <summary>The sums of all streams looked at.</summary>
    public async Task<ProjectionRows> Run(string? store, long from, PartQueue parts, CancellationToken stop)
    {
        await using var reading = await Join(stop);
        await using var comparing = await Join(stop);
        var comparison = new RowComparison(comparing, found);
        await comparison.Begin(stop);
        var rows = new ProjectionRows(Projection.All, table => $"pg_temp.{table}");
        while (parts.Take() is var (after, upto))
        {
            var replay = new StreamReplay(stores, rows, found);
            using (var reader = EventReader.OfStreamsTouched(reading, store, from, after, upto))
                while (replay.Next(reader))
                {
                    stop.ThrowIfCancellationRequested();
                    if (rows.Bytes > SendAfter)
                        rows.Send(comparing);
                }
            replay.End();
            rows.Send(comparing);
            await comparison.Compare(stop);
            parts.Done(replay.Events, replay.Orders);
        }
        return rows;
    }

    // A connection of its own in the same state of the ledger. Rows are looked up one by one, in memory that does not grow.
    private async Task<NpgsqlConnection> Join(CancellationToken stop)
    {
        var connection = await database.OpenConnectionAsync(stop);
        try
        {
            await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
            await connection.Run($"set transaction snapshot '{snapshot}'", stop);
            await connection.Run(EventReader.OneByOne, stop);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
