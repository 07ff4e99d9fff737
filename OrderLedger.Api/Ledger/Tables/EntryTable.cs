using static OrderLedger.Api.Ledger.Tables.Column;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>One row for each event of an order, for the audit and for time in status.</summary>
internal static class EntryTable
{
    /// <summary>The columns that do not repeat the event's own.</summary>
    public static readonly Column<Entry>[] Own =
    [
        Text<Entry>("status_from", e => e.StatusFrom),
        Text<Entry>("status_to", e => e.StatusTo),
        Text<Entry>("phase", e => e.Phase.Word()),
        Time<Entry>("occurred_at", e => e.OccurredAt),
        Flag<Entry>("unusual", e => e.Unusual),
        Flag<Entry>("stale", e => e.Stale),
        Duration<Entry>("held", e => e.Held),
        Duration<Entry>("cycle", e => e.Cycle),
        Text<Entry>("paid_back", e => e.PaidBack?.ToString("G29", System.Globalization.CultureInfo.InvariantCulture)),
        Text<Entry>("paid_back_in", e => e.Currency),
    ];

    private static readonly Column<Entry>[] Known =
    [
        Text<Entry>("store", e => e.Recorded.Stream.Store),
        Text<Entry>("order_id", e => e.Recorded.Stream.OrderId),
        Number<Entry>("version", e => e.Recorded.Version),
        Text<Entry>("type", e => EventTypes.NameOf(e.Recorded.Event)),
        Text<Entry>("actor", e => e.Recorded.Sender.Actor),
        Text<Entry>("source", e => e.Recorded.Sender.Source),
        Time<Entry>("recorded_at", e => e.Recorded.At),
        Text<Entry>("correlation_id", e => e.Recorded.Sender.RequestId),
        .. Own,
    ];

    public static readonly Table<Entry> Entries = new("ol_entry", ["seq_id"], [Number<Entry>("seq_id", e => e.Recorded.Seq), .. Known]);

    /// <summary>The names of <see cref="Own"/>, separated by commas.</summary>
    public static readonly string OwnNames = string.Join(", ", Own.Select(c => c.Name));

    private static readonly string Names = string.Join(", ", Known.Select(c => c.Name));

    /// <summary>
    /// Inserts entries of events that the same unit of work has appended before: their places in the ledger are looked up, because nobody
    /// knows them before PostgreSQL has drawn them.
    /// </summary>
    public static BulkOperation Insert(IReadOnlyCollection<Entry> entries, TableSet tables = default) => BulkOperation.Of(
        $"insert into {tables.Named("ol_entry")} (seq_id, {Names}) select e.seq_id, {string.Join(", ", Known.Select(c => $"r.{c.Name}"))} from ", Known, entries,
        $" as r ({Names}) join {MartenSetup.Schema}.mt_events e on e.tenant_id = r.store and e.stream_id = r.order_id and e.version = r.version");
}
