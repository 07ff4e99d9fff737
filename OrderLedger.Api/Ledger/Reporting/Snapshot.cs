using System.Data;
using System.Runtime.CompilerServices;

namespace OrderLedger.Api.Ledger.Reporting;

/// <summary>
/// One state of the ledger for several statements. A rebuild swaps tables by renaming: the lock is taken before the state is, so that no
/// table is younger than the state and seems empty.
/// </summary>
internal sealed class Snapshot : IAsyncDisposable
{
    private const string Tables =
        """
        ledger.mt_doc_order, ledger.ol_kpi, ledger.ol_kpi_source, ledger.ol_entry, ledger.ol_duplicate, ledger.ol_rejected_push,
        ledger.mt_streams, ledger.mt_events
        """;

    private readonly NpgsqlConnection connection;

    private Snapshot(NpgsqlConnection connection) => this.connection = connection;

    public static async Task<Snapshot> Open(NpgsqlDataSource database, CancellationToken stop)
    {
        var snapshot = new Snapshot(await database.OpenConnectionAsync(stop));
        try
        {
            await snapshot.connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
            await using var command = new NpgsqlCommand($"lock table {Tables} in access share mode", snapshot.connection);
            await command.ExecuteNonQueryAsync(stop);
            return snapshot;
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    public async Task<List<T>> Query<T>(
        Func<NpgsqlDataReader, T> read, string sql, CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        var rows = new List<T>();
        await foreach (var row in Each(read, sql, parameters, stop))
            rows.Add(row);
        return rows;
    }

    /// <summary>Row by row, with none of them kept.</summary>
    public async IAsyncEnumerable<T> Each<T>(
        Func<NpgsqlDataReader, T> read, string sql, NpgsqlParameter[] parameters, [EnumeratorCancellation] CancellationToken stop)
    {
        // The request's own patience ends it.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            yield return read(reader);
    }

    // What is only read needs no commit: closing the connection ends the transaction.
    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
