using System.Buffers;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>How an export is written. Lines gather in <see cref="Written"/> until they are sent.</summary>
internal abstract class ExportLines
{
    public ArrayBufferWriter<byte> Written { get; } = new(1 << 17);

    /// <summary>Writes what stands before the first event.</summary>
    public abstract void Begin(ExportScope scope, string? checkpoint);

    public abstract void Add(ExportRow row);

    /// <summary>Writes what stands after the last event.</summary>
    /// <param name="events">How many there are in the file.</param>
    /// <param name="size">Leaves in the ledger when the export was begun.</param>
    public abstract void End(long events, long size);
}
