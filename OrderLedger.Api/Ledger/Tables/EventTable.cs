using static OrderLedger.Api.Ledger.Tables.Column;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>
/// The one bulk append of a batch into Marten's two event tables and the ledger's own beside them. Marten's own append calls a function
/// once for each stream, which costs more than this (docs/benchmarks.md). The rows are those that the function writes.
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
        Json<Appended>("notes", a => SentNotes.Written(a.Subject.Sender)),
    ];

    private static readonly Column<Appended>[] WithLeaves = [.. Events, .. LeafTable.Own];
    private static readonly Column<Appended>[] OfOrders = [.. WithLeaves, .. EntryTable.Own.Select(c => c.Of<Appended>(a => a.Entry!))];

    private const string Numbered = "with r as materialized (select nextval('ledger.mt_events_sequence') as seq_id, r.* from ";

    private static readonly string Entries =
        $"""
        ), entries as (
            insert into ledger.ol_entry (seq_id, store, order_id, version, type, actor, source, recorded_at, correlation_id, {EntryTable.OwnNames})
            select seq_id, tenant, stream, version, type, user_name, source, at, correlation_id, {EntryTable.OwnNames} from r
        """;

    private static readonly string OrdersAppended = Statement("order", OfOrders, Entries);
    private static readonly string OrdersWithoutEntries = Statement("order", WithLeaves);
    private static readonly string ActionsAppended = Statement("action", WithLeaves);

    /// <summary>The events of orders, with their entries and leaves, and their streams at the new versions.</summary>
    public static BulkOperation AppendOrders(IReadOnlyCollection<Appended> events) =>
        BulkOperation.Of(Numbered, OfOrders, events, OrdersAppended);

    /// <summary>The same without entries, for a ledger whose projections are rebuilt afterwards.</summary>
    public static BulkOperation AppendWithoutEntries(IReadOnlyCollection<Appended> events) =>
        BulkOperation.Of(Numbered, WithLeaves, events, OrdersWithoutEntries);

    /// <summary>The events of operators' actions, with their leaves, and their streams at the new versions.</summary>
    public static BulkOperation AppendActions(IReadOnlyCollection<Appended> events) =>
        BulkOperation.Of(Numbered, WithLeaves, events, ActionsAppended);

    // One statement, so that a place in the ledger is drawn once for all rows of an event. The events' reference to their streams is looked
    // at when it ends. No "on conflict" on events: a second one at a version must fail, not vanish.
    private static string Statement(string streamType, IEnumerable<Column<Appended>> columns, string entries = "") =>
        $"""
          as r ({Names(columns)})
        ), streams as (
            insert into ledger.mt_streams (tenant_id, id, type, version, timestamp, created)
            select tenant, stream, '{streamType}', max(version), max(at), min(at) from r group by tenant, stream
                on conflict (tenant_id, id) do update set version = excluded.version, timestamp = excluded.timestamp
        {entries}
        ), leaves as (
            insert into ledger.ol_leaf (seq_id, {Names(LeafTable.Own)}) select seq_id, {Names(LeafTable.Own)} from r
        )
        insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
                                      correlation_id, causation_id, headers, user_name)
        select seq_id, id, stream, version, data, type, at, tenant, dotnet_type,
               correlation_id, causation_id, case when notes is null then jsonb_build_object('source', source)
                                                  else jsonb_build_object('source', source, 'notes', notes) end, user_name from r
        """;

    private static string Names(IEnumerable<Column<Appended>> columns) => string.Join(", ", columns.Select(c => c.Name));
}
