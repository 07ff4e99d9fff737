using System.Data;
using Npgsql;
using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Ledger.Verifying;

/// <summary>Takes part after part: folds the streams that begin in it and compares the rows they should have left with those that are there.</summary>
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
            var fold = new CheckedFold(stores, rows, found);
            using (var reader = EventReader.OfStreamsTouched(reading, store, from, after, upto))
                while (TryNext(reader, out var r, out var fault))
                {
                    stop.ThrowIfCancellationRequested();
                    fold.Next(reader.Stream, reader.Seq, reader.Version, (r, fault));
                    if (rows.Bytes > SendAfter)
                        rows.Send(comparing);
                }
            fold.End();
            rows.Send(comparing);
            await comparison.Compare(stop);
            parts.Done(fold.Events, fold.Orders);
        }
        return rows;
    }

    /// <summary>The next event, or why it cannot be read; false after the last.</summary>
    public static bool TryNext(EventReader reader, out Recorded? r, out string? fault)
    {
        (r, fault) = (null, null);
        try
        {
            return (r = reader.Next()) is not null;
        }
        catch (RebuildException unreadable)
        {
            fault = unreadable.InnerException?.Message ?? unreadable.Message;
            return true;
        }
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
