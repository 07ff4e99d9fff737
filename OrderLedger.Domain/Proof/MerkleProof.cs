namespace OrderLedger.Domain.Proof;

/// <summary>Checks proofs as who got them does: with nothing but roots (RFC 9162, sections 2.1.3.2 and 2.1.4.2).</summary>
public static class MerkleProof
{
    /// <summary>Whether the leaf is at this place of the tree with this size and root.</summary>
    public static bool Includes(byte[] leaf, long index, long size, IReadOnlyList<byte[]> path, byte[] root)
    {
        if (index < 0 || index >= size)
            return false;
        var (place, last, hash) = (index, size - 1, leaf);
        foreach (var part in path)
        {
            if (last == 0)
                return false;
            if ((place & 1) == 1 || place == last)
            {
                hash = MerkleTree.Node(part, hash);
                while ((place & 1) == 0 && place != 0)
                    (place, last) = (place >> 1, last >> 1);
            }
            else
            {
                hash = MerkleTree.Node(hash, part);
            }
            (place, last) = (place >> 1, last >> 1);
        }
        return last == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>
    /// Whether the smaller tree is the beginning of the larger. A smaller tree without leaves proves nothing and is refused.
    /// </summary>
    public static bool IsConsistent(long smaller, byte[] smallerRoot, long larger, byte[] largerRoot, IReadOnlyList<byte[]> path)
    {
        if (smaller < 1 || smaller > larger)
            return false;
        if (smaller == larger)
            return path.Count == 0 && smallerRoot.AsSpan().SequenceEqual(largerRoot);
        var parts = long.IsPow2(smaller) ? [smallerRoot, .. path] : path;
        if (parts.Count == 0)
            return false;
        var (place, last) = (smaller - 1, larger - 1);
        while ((place & 1) == 1)
            (place, last) = (place >> 1, last >> 1);
        var (first, second) = (parts[0], parts[0]);
        foreach (var part in parts.Skip(1))
        {
            if (last == 0)
                return false;
            if ((place & 1) == 1 || place == last)
            {
                (first, second) = (MerkleTree.Node(part, first), MerkleTree.Node(part, second));
                while ((place & 1) == 0 && place != 0)
                    (place, last) = (place >> 1, last >> 1);
            }
            else
            {
                second = MerkleTree.Node(second, part);
            }
            (place, last) = (place >> 1, last >> 1);
        }
        return last == 0 && first.AsSpan().SequenceEqual(smallerRoot) && second.AsSpan().SequenceEqual(largerRoot);
    }
}
