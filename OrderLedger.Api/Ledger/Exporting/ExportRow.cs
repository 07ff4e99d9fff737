using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>
/// A place of the ledger on its way out. <c>Asked</c> is the event where it is one that was asked for; a leaf whose event is gone has none
/// and is not <c>IsEvent</c>; <c>Place</c> and <c>Leaf</c> are null where an event has no leaf.
/// </summary>
internal sealed record ExportRow(long Seq, long? Place, byte[]? Leaf, bool IsEvent)
{
    public ProvenEvent? Asked { get; init; }

    /// <summary>The leaf of the event before it in its stream; null for the first, and where there is none.</summary>
    public byte[]? Previous { get; set; }
}
