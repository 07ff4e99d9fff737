using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>
/// Leaves one after the other, kept as the roots of the complete trees they are made of: at most 126 hashes, however long it is.
/// </summary>
internal sealed class SkippedRun
{
    private readonly List<(int Level, long Index, byte[] Hash)> parts = [];

    /// <summary>The place of its first leaf.</summary>
    public long From { get; private set; }

    /// <summary>The place behind its last leaf.</summary>
    public long To { get; private set; }

    public bool IsEmpty => parts.Count == 0;

    /// <summary>From left to right, each of the largest tree that begins there and ends by the run's end.</summary>
    public IEnumerable<byte[]> Parts => parts.Select(p => p.Hash);

    /// <param name="place">That behind the last leaf, unless the run is empty.</param>
    /// <param name="leaf">Its hash.</param>
    public void Add(long place, byte[] leaf)
    {
        if (IsEmpty)
            From = place;
        To = place + 1;
        var (level, index, hash) = (0, place, leaf);
        while (parts.Count > 0 && parts[^1].Level == level && index % 2 == 1)
        {
            hash = MerkleTree.Node(parts[^1].Hash, hash);
            parts.RemoveAt(parts.Count - 1);
            (level, index) = (level + 1, index / 2);
        }
        parts.Add((level, index, hash));
    }

    public void Clear() => parts.Clear();
}
