using Npgsql;

namespace OrderLedger.Api.Storage.Rebuilding;

/// <summary>Reads events as a fold needs them, as fast as PostgreSQL gives them: without their ids and the senders' delivery ids.</summary>
internal sealed class EventReader(NpgsqlConnection connection, string from) : IDisposable
{
    private const string Columns =
        "e.tenant_id, e.stream_id, e.seq_id, e.version, e.timestamp, e.user_name, e.headers ->> 'source', e.correlation_id, e.type, e.data::text";

    private readonly CopyReader rows = new(connection, $"select {Columns} {from}");
    private CopyReader.Repeated store;
    private CopyReader.Repeated orderId;
    private CopyReader.Repeated actor;
    private CopyReader.Repeated source;
    private StreamKey stream;

    /// <summary>The streams whose first event lies after one event and not after another, each from its first event to the head, one after the other.</summary>
    public static EventReader OfStreamsBegun(NpgsqlConnection connection, string? store, long after, long upto, long head) => new(connection,
        $"""
          from ledger.mt_events f
          join ledger.mt_events e on e.tenant_id = f.tenant_id and e.stream_id = f.stream_id and e.seq_id <= {head}
         where f.seq_id > {after} and f.seq_id <= {upto} and f.version = 1 {(store is null ? "" : $"and f.tenant_id = {Quoted(store)}")}
         order by f.seq_id, e.version
        """);

    /// <summary>These streams from their first event to the head, one after the other.</summary>
    public static EventReader Of(NpgsqlConnection connection, IReadOnlyCollection<StreamKey> streams, long head) => new(connection,
        $"""
          from (values {string.Join(", ", streams.Select(s => $"({Quoted(s.Store)}, {Quoted(s.OrderId)})"))}) as asked (store, order_id)
          join ledger.mt_events e on e.tenant_id = asked.store and e.stream_id = asked.order_id and e.seq_id <= {head}
         order by e.tenant_id, e.stream_id, e.version
        """);

    /// <summary>The events after one and not after another, in the order they were written.</summary>
    public static EventReader Between(NpgsqlConnection connection, long after, long upto) => new(connection,
        $"from ledger.mt_events e where e.seq_id > {after} and e.seq_id <= {upto} order by e.seq_id");

    /// <summary>The next event, or null after the last.</summary>
    /// <exception cref="RebuildException">It cannot be read; the message names it.</exception>
    public Recorded? Next()
    {
        if (!rows.Next())
            return null;
        stream = new(rows.Text(ref store)!, rows.Text(ref orderId)!);
        var (seq, version, at) = (rows.Number(), rows.Number(), rows.Time());
        var sender = new Sender(rows.Text(ref actor) ?? "unknown", rows.Text(ref source) ?? "unknown", rows.Text());
        return new(seq, Guid.Empty, stream, version, at, sender, Event(version));
    }

    public void Dispose() => rows.Dispose();

    private OrderEvent Event(long version)
    {
        rows.TryBytes(out var name);
        var type = EventTypes.Known(name) ?? throw new RebuildException($"{stream} v{version} is of a type that this build does not know.");
        rows.TryBytes(out var data);
        try
        {
            return EventTypes.Read(type, data);
        }
        catch (System.Text.Json.JsonException unreadable)
        {
            throw new RebuildException($"{stream} v{version} cannot be read: {unreadable.Message}");
        }
    }

    private static string Quoted(string text) => text.Contains('\\')
        ? $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'"
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>A rebuild cannot go on; the message is for the person who asked for it. The live tables are as they were.</summary>
public sealed class RebuildException(string message, Exception? cause = null) : Exception(message, cause)
{
    internal static RebuildException NoStore(StreamKey stream) =>
        new($"There is no store '{stream.Store}' any more, and without its time zone {stream} cannot be counted.");
}
