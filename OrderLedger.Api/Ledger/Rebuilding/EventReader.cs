using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using OrderLedger.Api.Ledger.Copying;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>Reads events as a fold needs them, as fast as PostgreSQL gives them: without their ids and the senders' delivery ids.</summary>
internal sealed class EventReader(NpgsqlConnection connection, string from, bool withDetails = true) : IDisposable
{
    /// <summary>
    /// To be set in the transaction of who reads streams: looked up one by one, whatever the statistics say, in memory that does not grow.
    /// </summary>
    public const string OneByOne =
        "set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off; set local enable_material = off";

    private const string Columns =
        "e.tenant_id, e.stream_id, e.seq_id, e.version, e.timestamp, e.user_name, e.headers ->> 'source', e.correlation_id, e.type, e.data::text";

    private readonly CopyReader rows = new(connection, $"select {Columns} {from}");
    private CopyReader.Repeated store;
    private CopyReader.Repeated orderId;
    private CopyReader.Repeated actor;
    private CopyReader.Repeated source;
    private readonly ArrayBufferWriter<byte> rest = new(4_096);

    /// <summary>The stream of the event read last, also of one that could not be read.</summary>
    public StreamKey Stream { get; private set; }

    public long Seq { get; private set; }

    public long Version { get; private set; }

    /// <summary>
    /// The streams whose first event lies after one event and not after another, each whole up to the rebuild's head, one after the other.
    /// Which of them comes first does not matter.
    /// </summary>
    public static EventReader OfStreamsBegun(NpgsqlConnection connection, Rebuild rebuild, long after, long upto) => new(connection,
        $"""
          from ledger.mt_events f
          cross join lateral (select * from ledger.mt_events where tenant_id = f.tenant_id and stream_id = f.stream_id and seq_id <= {rebuild.Head}
                               order by version) e
         where f.seq_id > {after} and f.seq_id <= {upto} and f.version = 1 and f.tenant_id <> '*' {(rebuild.Store is { } store ? $"and f.tenant_id = {Quoted(store)}" : "")}
        """, rebuild.Rebuilt.Contains(Projection.Orders));

    /// <summary>
    /// The same of a whole ledger, or of the streams that got an event after a place in it (0 for all): each is met once, in the part where
    /// it got the first of these, and read from its very first event on.
    /// </summary>
    public static EventReader OfStreamsTouched(NpgsqlConnection connection, string? store, long from, long after, long upto) =>
        new(connection,
        $"""
          from ledger.mt_events f
          cross join lateral (select * from ledger.mt_events where tenant_id = f.tenant_id and stream_id = f.stream_id order by version) e
         where f.seq_id > {after} and f.seq_id <= {upto} and f.tenant_id <> '*' {(store is null ? "" : $"and f.tenant_id = {Quoted(store)}")}
           and (f.version = 1{(from == 0 ? "" : $"""
                or not exists (select from ledger.mt_events b where b.tenant_id = f.tenant_id and b.stream_id = f.stream_id
                                                                and b.version = f.version - 1 and b.seq_id > {from})
                """)})
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
        $"from ledger.mt_events e where e.seq_id > {after} and e.seq_id <= {upto} and e.tenant_id <> '*' order by e.seq_id");

    /// <summary>The next event, or null after the last.</summary>
    /// <exception cref="RebuildException">It cannot be read; the message names it. The one after it may be asked for.</exception>
    public Recorded? Next()
    {
        if (!rows.Next())
            return null;
        Stream = new(rows.Text(ref store)!, rows.Text(ref orderId)!);
        (Seq, Version, var at) = (rows.Number(), rows.Number(), rows.Time());
        var sender = new Sender(rows.Text(ref actor) ?? "unknown", rows.Text(ref source) ?? "unknown", rows.Text());
        return new(Seq, Guid.Empty, Stream, Version, at, sender, Event());
    }

    public void Dispose() => rows.Dispose();

    private OrderEvent Event()
    {
        rows.TryBytes(out var name);
        var type = EventTypes.Known(name);
        var unknown = type is null ? Encoding.UTF8.GetString(name) : null;
        rows.TryBytes(out var data);
        if (type is null)
            throw new RebuildException($"{Stream} v{Version} is a '{unknown}', a type that this build does not know.");
        try
        {
            return type == EventTypes.Registered || type == EventTypes.DetailsChanged
                ? WithDetailsUnread(type, data)
                : EventTypes.Read(type, data);
        }
        catch (JsonException unreadable)
        {
            throw new RebuildException($"{Stream} v{Version} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    // Details are most of the bytes of an event and most folds never look into them: they are cut out, and kept as they are.
    private OrderEvent WithDetailsUnread(JsonTypeInfo type, ReadOnlySpan<byte> data)
    {
        var (start, end) = PlaceOfDetails(data);
        if (start == end)
            return EventTypes.Read(type, data);
        rest.ResetWrittenCount();
        rest.Write(data[..start]);
        rest.Write("null"u8);
        rest.Write(data[end..]);
        var details = withDetails ? Details.Unread(data[start..end].ToArray()) : null;
        return EventTypes.Read(type, rest.WrittenSpan) switch
        {
            OrderRegistered e => e with { Details = details },
            OrderDetailsChanged e => e with { Details = details },
            var other => other,
        };
    }

    private static (int Start, int End) PlaceOfDetails(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isDetails = reader.ValueTextEquals("details"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            if (isDetails)
                return isObject ? (start, (int)reader.BytesConsumed) : (0, 0);
        }
        return (0, 0);
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
