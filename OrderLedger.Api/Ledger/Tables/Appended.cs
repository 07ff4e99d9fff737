using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>
/// An event as it is appended: what is recorded of it, its data as it is stored, and its leaf. <c>DotNetType</c> and <c>StreamType</c> are Marten's
/// names for the classes of the event and of its stream.
/// </summary>
internal sealed record Appended(Leaf Subject, string Data, string DotNetType, string StreamType, LeafRow Leaf);
