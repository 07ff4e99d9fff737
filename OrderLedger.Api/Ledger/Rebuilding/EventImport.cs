using Marten;
using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Api.Ledger.Tables;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>A stream that begins, and the version of the last event it is to have.</summary>
public sealed record ImportedOrder(StreamKey Key, long Version);

/// <summary>Events in the order they are to have in the ledger, and the streams that begin among them.</summary>
public sealed record ImportedPart(IReadOnlyList<ImportedOrder> Streams, IReadOnlyList<Recorded> Events);

/// <summary>
/// Fills an empty ledger with events that were decided elsewhere: streams, events and their leaves, and nothing of what is derived from
/// them. One transaction under the writer's lock, so that others see all of it or nothing. A rebuild of all projections must follow.
/// </summary>
public sealed class EventImport : IAsyncDisposable
{
    /// <summary>How long one statement may take.</summary>
    private const int SecondsMax = 300;

    // 0 or 1. What operators do stands under '*'.
    private const string HeldStreams = "select count(*) from (select from ledger.mt_streams where tenant_id <> '*' limit 1) as one";

    // Of the streams that are not whole yet: the latest leaf, and the version of their last event.
    private readonly Dictionary<StreamKey, byte[]> latest = [];
    private readonly Dictionary<StreamKey, long> ends = [];
    private readonly Chain chain;

    private readonly IDocumentStore store;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private long count;

    // Actions are recorded in a ledger without orders, too: the first event's place in the tree is behind theirs.
    private EventImport(IDocumentStore store, NpgsqlTransaction transaction, long nextPlace) =>
        (this.store, connection, this.transaction, chain) = (store, transaction.Connection!, transaction, new(nextPlace, latest));

    /// <summary>
    /// Null when the ledger holds events or streams. Pushes that come meanwhile wait for the lock, and are refused after a while.
    /// </summary>
    public static async Task<EventImport?> Begin(NpgsqlDataSource database, CancellationToken stop)
    {
        var connection = await database.OpenConnectionAsync(stop);
        var transaction = await connection.BeginTransactionAsync(stop);
        await connection.Run($"select pg_advisory_xact_lock({WriterLock.Number})", stop);
        var import = new EventImport(MartenSetup.StoreOf(database), transaction, await LeafRows.NextPlace(connection, stop));
        if (await connection.Run(HeldStreams, stop) == 0)
            return import;
        await import.DisposeAsync();
        return null;
    }

    /// <summary>Whether there is no order's event yet.</summary>
    public static async Task<bool> IsEmpty(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.Run(HeldStreams, stop) == 0;
    }

    /// <summary>
    /// The next part. Each event gets its place in the ledger here; a stream must be among those of this part or an earlier one.
    /// </summary>
    public async Task Add(ImportedPart part, CancellationToken stop)
    {
        foreach (var stream in part.Streams)
            ends[stream.Key] = stream.Version;
        List<Appended> events = [.. part.Events.Select(Chained)];
        count += events.Count;
        var options = SessionOptions.ForTransaction(transaction);
        options.Timeout = SecondsMax;
        await using var session = store.LightweightSession(options);
        session.QueueOperation(EventTable.AppendWithoutEntries(events));
        await session.SaveChangesAsync(stop);
    }

    /// <param name="by">Who imports them: it is recorded.</param>
    /// <param name="stop">Ends it with nothing done.</param>
    public async Task Commit(Sender by, CancellationToken stop)
    {
        await Actions.Append(store, transaction, [new(null, ActionTypes.LedgerSeeded,
            AdminAction.Facts(("events", count.ToString(System.Globalization.CultureInfo.InvariantCulture))))], by, stop);
        await transaction.CommitAsync(stop);
        // Who reads next would else plan for the empty tables these were.
        await using var analyze =
            new NpgsqlCommand("analyze ledger.mt_streams, ledger.mt_events, ledger.ol_leaf", connection) { CommandTimeout = SecondsMax };
        await analyze.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Undoes what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private Appended Chained(Recorded r)
    {
        var (type, data) = (EventTypes.NameOf(r.Event), EventTypes.Write(r.Event));
        var leaf = chain.Add(r, type, data);
        if (ends.TryGetValue(r.Stream, out var last) && last == r.Version)
        {
            latest.Remove(r.Stream);
            ends.Remove(r.Stream);
        }
        return new(new(r.Stream, r.Version, type, r.Id, r.At, r.Sender, [], null), data, EventTypes.DotNetNameOf(r.Event), leaf, null);
    }
}
