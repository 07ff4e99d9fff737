using System.Text;
using System.Text.Json;
using Marten;
using Npgsql;
using OrderLedger.Api.Ledger.Copying;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>A stream as its last event leaves it.</summary>
public sealed record StreamRow(StreamKey Key, long Version, DateTimeOffset Created, DateTimeOffset Changed);

/// <summary>Events in the order they are to have in the ledger, and the streams that begin among them.</summary>
public sealed record ImportedPart(IReadOnlyList<StreamRow> Streams, IReadOnlyList<Recorded> Events);

/// <summary>
/// Fills an empty ledger with events that were decided elsewhere: streams, events and their leaves, and nothing of what is derived from them.
/// One transaction under the writer's lock, so that others see all of it or nothing. A rebuild of all projections must follow.
/// </summary>
public sealed class EventImport : IAsyncDisposable
{
    /// <summary>How long one statement may take.</summary>
    private const int SecondsMax = 300;

    private readonly CopyRows streams =
        new("copy ledger.mt_streams (tenant_id, id, type, version, timestamp, created) from stdin (format binary)", columns: 6);

    private readonly CopyRows events = new("""
        copy ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id,
                               mt_dotnet_type, correlation_id, causation_id, headers, user_name) from stdin (format binary)
        """, columns: 13);

    private readonly LeafRows leaves = new();
    // Of the streams that are not whole yet: the latest leaf, and the version of their last event.
    private readonly Dictionary<StreamKey, byte[]> latest = [];
    private readonly Dictionary<StreamKey, long> ends = [];
    private readonly Chain chain;

    private readonly IDocumentStore store;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly Dictionary<string, byte[]> headers = [];
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
        if (await import.IsEmpty(stop))
            return import;
        await import.DisposeAsync();
        return null;
    }

    /// <summary>
    /// The next part. Each event gets its place in the ledger here; a stream must be among those of this part or an earlier one.
    /// </summary>
    public async Task Add(ImportedPart part, CancellationToken stop)
    {
        var seq = await Reserve(part.Events.Count, stop);
        foreach (var stream in part.Streams)
            Add(stream);
        foreach (var e in part.Events)
            Add(e, seq++);
        await Task.Run(() =>
        {
            streams.Send(connection);
            events.Send(connection);
            leaves.Send(connection);
        }, stop);

    }

    /// <param name="by">Who imports them: it is recorded.</param>
    /// <param name="stop">Ends it with nothing done.</param>
    public async Task Commit(Sender by, CancellationToken stop)
    {
        await Actions.Append(store, transaction, new(null, ActionTypes.LedgerSeeded,
            AdminAction.Facts(("events", count.ToString(System.Globalization.CultureInfo.InvariantCulture)))), by, stop);
        await transaction.CommitAsync(stop);
        // Who reads next would else plan for the empty tables these were.
        await Run("analyze ledger.mt_streams, ledger.mt_events, ledger.ol_leaf", stop);
    }

    /// <summary>What was not committed is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task<bool> IsEmpty(CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "select not exists (select from ledger.mt_streams where tenant_id <> '*')", connection);
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    // Drawn one by one, since setting the sequence is a right the serving role does not have; without a hole, since all others who draw
    // from it wait for the lock.
    private async Task<long> Reserve(int count, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "select min(seq) from (select nextval('ledger.mt_events_sequence') as seq from generate_series(1, $1)) as drawn", connection);
        command.Parameters.Add(Sql.In(count));
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }

    private void Add(StreamRow stream)
    {
        ends[stream.Key] = stream.Version;
        streams.Row();
        streams.Text(stream.Key.Store);
        streams.Text(stream.Key.OrderId);
        streams.Text("order");
        streams.Number(stream.Version);
        streams.Time(stream.Changed);
        streams.Time(stream.Created);
    }

    private void Add(Recorded r, long seq)
    {
        count++;
        events.Row();
        events.Number(seq);
        events.Id(r.Id);
        events.Text(r.Stream.OrderId);
        events.Number(r.Version);
        var (type, data) = (EventTypes.NameOf(r.Event), EventTypes.Write(r.Event));
        events.Json(Encoding.UTF8.GetBytes(data));
        events.Text(type);
        events.Time(r.At);
        events.Text(r.Stream.Store);
        events.Text(EventTypes.DotNetNameOf(r.Event));
        events.Text(r.Sender.RequestId);
        events.Text(r.Sender.DeliveryId);
        events.Json(HeadersOf(r.Sender.Source));
        events.Text(r.Sender.Actor);
        leaves.Add(seq, chain.Add(r, type, data));
        if (ends.TryGetValue(r.Stream, out var last) && last == r.Version)
        {
            latest.Remove(r.Stream);
            ends.Remove(r.Stream);
        }
    }

    private byte[] HeadersOf(string source)
    {
        if (!headers.TryGetValue(source, out var json))
            headers[source] = json = JsonSerializer.SerializeToUtf8Bytes(
                new() { ["source"] = source }, StoredJson.Stored.DictionaryStringString);
        return json;
    }

    private async Task Run(string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = SecondsMax };
        await command.ExecuteNonQueryAsync(stop);
    }
}
