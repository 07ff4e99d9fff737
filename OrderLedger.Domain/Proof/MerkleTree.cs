using System.Numerics;
using System.Security.Cryptography;

namespace OrderLedger.Domain.Proof;

/// <summary>
/// The hash tree of RFC 6962 (section 2.1): what a leaf, a node and the root of a list are, and which parts of a tree a proof is made of.
/// A range [from, to) of leaves stands for the root of the tree over them.
/// </summary>
public static class MerkleTree
{
    public const byte LeafPrefix = 0;
    public const int HashBytes = 32;

    private const byte NodePrefix = 1;

    /// <summary>The root of a tree without leaves.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    public static byte[] LeafOf(ReadOnlySpan<byte> entry)
    {
        var prefixed = new byte[entry.Length + 1];
        prefixed[0] = LeafPrefix;
        entry.CopyTo(prefixed.AsSpan(1));
        return SHA256.HashData(prefixed);
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> joined = stackalloc byte[1 + (2 * HashBytes)];
        joined[0] = NodePrefix;
        left.CopyTo(joined[1..]);
        right.CopyTo(joined[(1 + HashBytes)..]);
        return SHA256.HashData(joined);
    }

    /// <summary>The root over these leaves.</summary>
    public static byte[] Root(IEnumerable<byte[]> leaves)
    {
        var tree = new MerkleFrontier();
        foreach (var leaf in leaves)
            tree.Add(leaf);
        return tree.Root();
    }

    /// <summary>The parts of a tree of this size that prove the leaf at this place (from 0), from the leaf to the root.</summary>
    public static IReadOnlyList<(long From, long To)> InclusionOf(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<(long From, long To)>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var half = from + HalfOf(to - from);
            path.Add(index < half ? (half, to) : (from, half));
            (from, to) = index < half ? (from, half) : (half, to);
        }
        path.Reverse();
        return path;
    }

    /// <summary>
    /// The parts that prove that the tree of the smaller size is the beginning of the one of the larger (RFC 6962, section 2.1.2).
    /// </summary>
    public static IReadOnlyList<(long From, long To)> ConsistencyOf(long smaller, long larger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(smaller, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(smaller, larger);
        var path = new List<(long From, long To)>();
        var (from, to, whole) = (0L, larger, true);
        while (smaller != to)
        {
            var half = from + HalfOf(to - from);
            if (smaller <= half)
            {
                path.Add((half, to));
                to = half;
            }
            else
            {
                path.Add((from, half));
                (from, whole) = (half, false);
            }
        }
        if (!whole)
            path.Add((from, to));
        path.Reverse();
        return path;
    }

    /// <summary>
    /// The complete trees, each of a power of two, that a range of leaves is made of, from left to right: (level, place in the level).
    /// </summary>
    /// <remarks>A range that a proof asks for is a tree by itself: joined from the right these make its root.</remarks>
    public static IEnumerable<(int Level, long Index)> CompleteIn(long from, long to)
    {
        while (from < to)
        {
            var level = BitOperations.Log2((ulong)(to - from));
            if (from != 0)
                level = Math.Min(level, BitOperations.TrailingZeroCount(from));
            yield return (level, from >> level);
            from += 1L << level;
        }
    }

    // The largest power of two below a size.
    private static long HalfOf(long size) => 1L << BitOperations.Log2((ulong)(size - 1));
}
