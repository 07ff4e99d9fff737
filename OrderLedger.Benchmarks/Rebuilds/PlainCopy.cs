using System.Diagnostics;
using Npgsql;
using OrderLedger.Api.Ledger;

namespace OrderLedger.Benchmarks.Rebuilds;

/// <summary>Reading every event and doing nothing with it: no rebuild can be faster.</summary>
internal static class PlainCopy
{
    public static async Task<double> Seconds(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var began = Stopwatch.GetTimestamp();
        var characters = new char[1 << 16];
        var copy = $"copy (select {LedgerReader.Columns} from ledger.mt_events order by seq_id) to stdout";
        using (var rows = await connection.BeginTextExportAsync(copy, stop))
            while (await rows.ReadAsync(characters, stop) > 0)
            {
            }
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
