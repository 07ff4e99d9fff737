using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Proving.Offline;

/// <summary>
/// Goes through the leaves that are kept outside the database, beside a file, as far as a checkpoint covers them. They are themselves
/// compared with the checkpoint.
/// </summary>
internal sealed class AnchorCursor(Anchor anchor, Checkpoint checkpoint) : IDisposable
{
    private readonly IEnumerator<AnchoredLeaf> leaves = anchor.Leaves(0).GetEnumerator();
    private readonly MerkleFrontier tree = new();
    private AnchoredLeaf? at;

    /// <summary>The leaf at a place, not before the last one asked for; null behind the checkpoint and where the folder ends.</summary>
    public AnchoredLeaf? At(long place)
    {
        if (place >= checkpoint.Size)
            return null;
        while (tree.Size <= place)
        {
            // A line that cannot be read ends the folder.
            if (!leaves.MoveNext() || leaves.Current.Hash.Length != MerkleTree.HashBytes)
                return null;
            tree.Add(leaves.Current.Hash);
            at = leaves.Current;
        }
        return at;
    }

    /// <summary>The fault of the folder itself, or null.</summary>
    public string? Fault()
    {
        At(checkpoint.Size - 1);
        return tree.Size < checkpoint.Size ? $"The folder holds {tree.Size} leaves, and the checkpoint covers {checkpoint.Size}."
            : !tree.Root().AsSpan().SequenceEqual(checkpoint.Root)
                ? "The leaves in the folder are not those that were signed: it was changed, or belongs to another ledger."
            : null;
    }

    public void Dispose() => leaves.Dispose();
}
