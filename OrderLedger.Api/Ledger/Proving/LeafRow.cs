namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// A row of the proof, but for the place in the ledger that it shares with its event. <c>Place</c> is the leaf's place in the tree, from 0;
/// <c>Personal</c> and <c>Salt</c> are null where the event holds nothing personal.
/// </summary>
internal sealed record LeafRow(long Place, byte[] Leaf, byte[]? Personal, byte[]? Salt);
