using static OrderLedger.Api.Ledger.Tables.Column;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>The table of leaves, which prove the events (docs/proof.md): one for each event. No rebuild makes it anew.</summary>
internal static class LeafTable
{
    /// <summary>The columns that do not repeat the event's own.</summary>
    public static readonly Column<Appended>[] Own =
    [
        Number<Appended>("place", a => a.Leaf.Place),
        Binary<Appended>("leaf", a => a.Leaf.Leaf),
        Binary<Appended>("personal", a => a.Leaf.Personal),
        Binary<Appended>("salt", a => a.Leaf.Salt),
    ];

    private static readonly Column<Appended>[] Columns =
    [
        Text<Appended>("tenant", a => a.Subject.Stream.Store),
        Text<Appended>("stream", a => a.Subject.Stream.OrderId),
        Number<Appended>("version", a => a.Subject.Version),
        .. Own,
    ];

    /// <summary>Inserts the leaves of events that the same unit of work has appended before.</summary>
    public static BulkOperation Insert(IReadOnlyCollection<Appended> events) => BulkOperation.Of(
        "insert into ledger.ol_leaf (seq_id, place, leaf, personal, salt) select e.seq_id, r.place, r.leaf, r.personal, r.salt from ",
        Columns, events,
        """
         as r (tenant, stream, version, place, leaf, personal, salt)
          join ledger.mt_events e on e.tenant_id = r.tenant and e.stream_id = r.stream and e.version = r.version
        """);
}
