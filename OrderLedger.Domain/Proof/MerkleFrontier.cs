namespace OrderLedger.Domain.Proof;

/// <summary>
/// A growing tree of which only the complete parts at its right edge are known: enough for the root, and for what comes. At most 63 hashes.
/// </summary>
public sealed class MerkleFrontier
{
    private readonly List<(int Level, byte[] Hash)> parts = [];

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>The leaf's hash comes to the end of the list.</summary>
    /// <param name="leaf">Its hash.</param>
    /// <param name="completed">Is told every part that this leaf completes: its level, its place in the level (from 0) and its
    /// hash.</param>
    public void Add(byte[] leaf, Action<int, long, byte[]>? completed = null) => Add(0, leaf, completed);

    /// <summary>A complete part of 2^level leaves comes to the end of a tree whose size is a multiple of that.</summary>
    public void Add(int level, byte[] part, Action<int, long, byte[]>? completed = null)
    {
        if ((Size & ((1L << level) - 1)) != 0)
            throw new ArgumentException($"A part of level {level} does not fit behind {Size} leaves.", nameof(level));
        Size += 1L << level;
        var (hash, place) = (part, (Size >> level) - 1);
        while (parts.Count > 0 && parts[^1].Level == level)
        {
            hash = MerkleTree.Node(parts[^1].Hash, hash);
            parts.RemoveAt(parts.Count - 1);
            (level, place) = (level + 1, place >> 1);
            completed?.Invoke(level, place, hash);
        }
        parts.Add((level, hash));
    }

    public byte[] Root()
    {
        if (parts.Count == 0)
            return MerkleTree.Empty;
        var root = parts[^1].Hash;
        for (var i = parts.Count - 2; i >= 0; i--)
            root = MerkleTree.Node(parts[i].Hash, root);
        return root;
    }
}
