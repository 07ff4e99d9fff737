using OrderLedger.Api.Ledger.Proving;
using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>
/// An event as it is appended: what is recorded of it, its data as it is stored, its leaf, and its entry, which an operator's action has
/// not.
/// <c>DotNetType</c> is Marten's name for the event's class.
/// </summary>
internal sealed record Appended(Leaf Subject, string Data, string DotNetType, LeafRow Leaf, Entry? Entry);
