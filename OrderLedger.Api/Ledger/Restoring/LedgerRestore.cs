using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Proving.Offline;
using OrderLedger.Api.Ledger.Tables;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Restoring;

/// <summary>
/// Fills an empty ledger with a whole export file: events, actions and their leaves, as they were, so that every checkpoint and receipt
/// of the ledger it was taken from holds for this one too. All of it in one transaction under the writer's lock, or nothing. A rebuild of
/// all projections must follow.
/// </summary>
internal sealed class LedgerRestore(NpgsqlDataSource database)
{
    /// <summary>Events in one statement.</summary>
    private const int PartSize = 10_000;

    private const int SecondsMax = 300;

    private readonly LeafCheck check = new();
    private readonly RestoredStores stores = new();
    private readonly List<Appended> part = [];
    private long place;
    private bool isWhole;

    /// <summary>Whether the file is an export of ours, by its first line.</summary>
    public static async Task<bool> IsExport(string path, CancellationToken stop)
    {
        await foreach (var line in ExportedLines.Of(path, stop))
            return line.ValueKind == JsonValueKind.Object && line.TryGetProperty("orderledger", out _);
        return false;
    }

    /// <param name="path">The file, plain or compressed.</param>
    /// <param name="told">Is told how many events are read.</param>
    /// <param name="stop">Ends it with nothing done.</param>
    /// <returns>How many events there were.</returns>
    /// <exception cref="FormatException">The ledger is not empty, or the file is not whole or not right; the message says
    /// which.</exception>
    public async Task<long> Run(string path, Action<long> told, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await connection.Run($"select pg_advisory_xact_lock({WriterLock.Number})", stop);
        if (await connection.Run("select count(*) from (select from ledger.mt_streams limit 1) as one", stop) > 0)
            throw new FormatException("An export is restored into an empty ledger, and this one holds events. Set another data directory or database.");
        var isFirst = true;
        await foreach (var line in ExportedLines.Of(path, stop))
        {
            if (isFirst)
                AssertWhole(line);
            else if (line.TryGetProperty("end", out var end))
                isWhole = end.GetProperty("size").GetInt64() == place;
            else
                await Add(line, transaction, stop);
            isFirst = false;
            if (place % PartSize == 0)
                told(place);
        }
        if (!isWhole)
            throw new FormatException($"The file is cut off after {place} events. Nothing was restored.");
        await Flush(transaction, stop);
        await stores.Insert(connection, stop);
        await transaction.CommitAsync(stop);
        await using var analyze =
            new NpgsqlCommand("analyze ledger.mt_streams, ledger.mt_events, ledger.ol_leaf", connection) { CommandTimeout = SecondsMax };
        await analyze.ExecuteNonQueryAsync(stop);
        return place;
    }

    private static void AssertWhole(JsonElement header)
    {
        if (!header.TryGetProperty("orderledger", out var format) || format.GetString() != NdjsonLines.Format)
            throw new FormatException($"The first line is not that of an export of ours ({NdjsonLines.Format}).");
        foreach (var name in (string[])["store", "from", "to"])
            if (header.TryGetProperty(name, out var filter) && filter.ValueKind != JsonValueKind.Null)
                throw new FormatException($"The file is not whole: it was taken with --{name}. Restore one that was taken without filters.");
    }

    private async Task Add(JsonElement line, NpgsqlTransaction transaction, CancellationToken stop)
    {
        if (!line.TryGetProperty("event_id", out _))
            throw new FormatException($"place {place}: events are missing from the file. Restore one that was taken without filters.");
        var e = ExportedEvent.Read(line);
        if (e.Place != place || !e.IsRight(check))
            throw new FormatException($"{e.Stream} v{e.Version} (place {e.Place}): its content does not make its leaf. Nothing was restored. "
                + "verify --export says more.");
        var isAction = e.Stream.Store == ActionStreams.Tenant;
        if (part.Count == PartSize || (part.Count > 0 && isAction != IsAction(part[0])))
            await Flush(transaction, stop);
        if (isAction)
            stores.Add(e);
        var (type, leaf) = (e.Subject.Type, new LeafRow(place++, e.Hash!, e.Personal, e.Salt));
        var dotNetType = isAction ? ActionTypes.DotNetNameOf(type) : EventTypes.DotNetNameOf(type);
        part.Add(new(e.Subject, e.Data.GetRawText(), dotNetType, leaf, null));
    }

    // Orders and actions are two statements, and places rise with the numbers that PostgreSQL draws.
    private async Task Flush(NpgsqlTransaction transaction, CancellationToken stop)
    {
        if (part.Count == 0)
            return;
        var options = SessionOptions.ForTransaction(transaction);
        options.Timeout = SecondsMax;
        await using var session = MartenSetup.StoreOf(database).LightweightSession(options);
        session.QueueOperation(IsAction(part[0]) ? EventTable.AppendActions([.. part]) : EventTable.AppendWithoutEntries([.. part]));
        await session.SaveChangesAsync(stop);
        part.Clear();
    }

    private static bool IsAction(Appended e) => e.Subject.Stream.Store == ActionStreams.Tenant;
}
