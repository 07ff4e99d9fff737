using static OrderLedger.Api.Ledger.Tables.Column;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>
/// The one bulk append of a batch into Marten's two event tables. Marten's own append calls a function once for each stream, which costs a
/// batch of 64 orders more than everything else it writes (docs/benchmarks.md). The rows are those that the function writes.
/// </summary>
internal static class EventTable
{
    private static readonly Column<Appended>[] Events =
    [
        Id<Appended>("id", a => a.Subject.EventId),
        Text<Appended>("tenant", a => a.Subject.Stream.Store),
        Text<Appended>("stream", a => a.Subject.Stream.OrderId),
        Number<Appended>("version", a => a.Subject.Version),
        Json<Appended>("data", a => a.Data),
        Text<Appended>("type", a => a.Subject.Type),
        Text<Appended>("dotnet_type", a => a.DotNetType),
        Time<Appended>("at", a => a.Subject.At),
        Text<Appended>("correlation_id", a => a.Subject.Sender.RequestId),
        Text<Appended>("causation_id", a => a.Subject.Sender.DeliveryId),
        Text<Appended>("source", a => a.Subject.Sender.Source),
        Text<Appended>("user_name", a => a.Subject.Sender.Actor),
    ];

    private static readonly Column<Appended>[] Streams =
    [
        Text<Appended>("tenant", a => a.Subject.Stream.Store),
        Text<Appended>("stream", a => a.Subject.Stream.OrderId),
        Text<Appended>("type", a => a.StreamType),
        Number<Appended>("version", a => a.Subject.Version),
        Time<Appended>("at", a => a.Subject.At),
    ];

    /// <summary>The streams at their new versions. Must come before the events, which refer to them.</summary>
    /// <param name="latest">Of each stream its last event of the batch.</param>
    public static BulkOperation Advance(IReadOnlyCollection<Appended> latest) => BulkOperation.Of(
        "insert into ledger.mt_streams (tenant_id, id, type, version, timestamp, created) select tenant, stream, type, version, at, at from ",
        Streams, latest,
        """
         as r (tenant, stream, type, version, at)
          on conflict (tenant_id, id) do update set version = excluded.version, timestamp = excluded.timestamp
        """);

    // No "on conflict" on events: a second one at a version must fail, not vanish.
    public static BulkOperation Append(IReadOnlyCollection<Appended> events) => BulkOperation.Of(
        """
        insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
                                      correlation_id, causation_id, headers, user_name)
        select nextval('ledger.mt_events_sequence'), id, stream, version, data, type, at, tenant, dotnet_type,
               correlation_id, causation_id, jsonb_build_object('source', source), user_name from 
        """, Events, events,
        " as r (id, tenant, stream, version, data, type, dotnet_type, at, correlation_id, causation_id, source, user_name)");
}
