using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OrderLedger.Api.Storage.Writing;

namespace OrderLedger.Api.Storage.Rebuilding;

/// <summary>A stream as its last event leaves it.</summary>
public sealed record StreamRow(StreamKey Key, long Version, DateTimeOffset Created, DateTimeOffset Changed);

/// <summary>Events in the order they are to have in the ledger, and the streams that begin among them.</summary>
public sealed record ImportedPart(IReadOnlyList<StreamRow> Streams, IReadOnlyList<Recorded> Events);

/// <summary>
/// Fills an empty ledger with events that were decided elsewhere: streams and events, and nothing of what is derived from them.
/// One transaction under the writer's lock, so that others see all of it or nothing. A rebuild of all projections must follow.
/// </summary>
public sealed class EventImport : IAsyncDisposable
{
    // The time for one part, whose foreign keys are checked at its end.
    private static readonly TimeSpan PartMax = TimeSpan.FromMinutes(5);

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private readonly Dictionary<string, string> headers = [];

    private EventImport(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (this.connection, this.transaction) = (connection, transaction);

    /// <summary>
    /// Null when the ledger holds events or streams. Pushes that come meanwhile wait for the lock, and are refused after a while.
    /// </summary>
    public static async Task<EventImport?> Begin(NpgsqlDataSource database, CancellationToken stop)
    {
        var connection = await database.OpenConnectionAsync(stop);
        var import = new EventImport(connection, await connection.BeginTransactionAsync(stop));
        await import.Run($"select pg_advisory_xact_lock({BatchLoad.WriterLock})", stop);
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
        await using (var streams = await Copy("mt_streams (tenant_id, id, type, version, timestamp, created)", stop))
        {
            foreach (var stream in part.Streams)
                await Write(streams, stream, stop);
            await streams.CompleteAsync(stop);
        }
        await using var events = await Copy("""
            mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id,
                       mt_dotnet_type, correlation_id, causation_id, headers, user_name)
            """, stop);
        foreach (var e in part.Events)
            await Write(events, e, seq++, stop);
        await events.CompleteAsync(stop);
    }

    public async Task Commit(CancellationToken stop)
    {
        await transaction.CommitAsync(stop);
        // Who reads next would else plan for the empty tables these were.
        await Run("analyze ledger.mt_streams, ledger.mt_events", stop);
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
            "select not exists (select from ledger.mt_events) and not exists (select from ledger.mt_streams)", connection);
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

    private async Task<NpgsqlBinaryImporter> Copy(string columns, CancellationToken stop)
    {
        var copy = await connection.BeginBinaryImportAsync($"copy ledger.{columns} from stdin (format binary)", stop);
        copy.Timeout = PartMax;
        return copy;
    }

    private static async Task Write(NpgsqlBinaryImporter row, StreamRow stream, CancellationToken stop)
    {
        await row.StartRowAsync(stop);
        await row.WriteAsync(stream.Key.Store, NpgsqlDbType.Varchar, stop);
        await row.WriteAsync(stream.Key.OrderId, NpgsqlDbType.Varchar, stop);
        await row.WriteAsync("order", NpgsqlDbType.Varchar, stop);
        await row.WriteAsync(stream.Version, NpgsqlDbType.Bigint, stop);
        await row.WriteAsync(stream.Changed, NpgsqlDbType.TimestampTz, stop);
        await row.WriteAsync(stream.Created, NpgsqlDbType.TimestampTz, stop);
    }

    private async Task Write(NpgsqlBinaryImporter row, Recorded r, long seq, CancellationToken stop)
    {
        await row.StartRowAsync(stop);
        await row.WriteAsync(seq, NpgsqlDbType.Bigint, stop);
        await row.WriteAsync(r.Id, NpgsqlDbType.Uuid, stop);
        await row.WriteAsync(r.Stream.OrderId, NpgsqlDbType.Varchar, stop);
        await row.WriteAsync(r.Version, NpgsqlDbType.Bigint, stop);
        await row.WriteAsync(EventTypes.Write(r.Event), NpgsqlDbType.Jsonb, stop);
        await row.WriteAsync(EventTypes.NameOf(r.Event), NpgsqlDbType.Varchar, stop);
        await row.WriteAsync(r.At, NpgsqlDbType.TimestampTz, stop);
        await row.WriteAsync(r.Stream.Store, NpgsqlDbType.Varchar, stop);
        await row.WriteAsync(EventTypes.DotNetNameOf(r.Event), NpgsqlDbType.Varchar, stop);
        await row.WriteAsync(r.Sender.RequestId, NpgsqlDbType.Varchar, stop);
        await row.WriteAsync(r.Sender.DeliveryId, NpgsqlDbType.Varchar, stop);
        await row.WriteAsync(HeadersOf(r.Sender.Source), NpgsqlDbType.Jsonb, stop);
        await row.WriteAsync(r.Sender.Actor, NpgsqlDbType.Varchar, stop);
    }

    private string HeadersOf(string source)
    {
        if (!headers.TryGetValue(source, out var text))
            headers[source] = text = JsonSerializer.Serialize(new() { ["source"] = source }, StoredJson.Stored.DictionaryStringString);
        return text;
    }

    private async Task Run(string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)PartMax.TotalSeconds };
        await command.ExecuteNonQueryAsync(stop);
    }
}
