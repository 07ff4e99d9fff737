using OrderLedger.Domain.Proof;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// The roots over ranges of leaves, made of the parts that are kept (every 8th level) and of the leaves below them. A range costs a few
/// reads, whatever the size of the tree.
/// </summary>
internal sealed class TreeReader(NpgsqlDataSource database)
{
    /// <summary>Only parts of 2^8, 2^16 ... leaves are kept: one row for 256.</summary>
    public const int LevelStep = 8;

    private const int Fan = 1 << LevelStep;

    // What was read for this one proof: 256 hashes of a level at a time.
    private readonly Dictionary<(int Level, long Group), byte[][]> known = [];

    /// <summary>The roots over these ranges, in their order. A range is one that a proof asks for: a tree by itself.</summary>
    public async Task<List<byte[]>> Roots(IEnumerable<(long From, long To)> ranges, CancellationToken stop)
    {
        var roots = new List<byte[]>();
        foreach (var (from, to) in ranges)
        {
            var parts = new List<byte[]>();
            foreach (var (level, place) in MerkleTree.CompleteIn(from, to))
                parts.Add(await Part(level, place, stop));
            roots.Add(parts.AsEnumerable().Reverse().Aggregate((right, left) => MerkleTree.Node(left, right)));
        }
        return roots;
    }

    /// <summary>The tree over the first leaves, to be grown on.</summary>
    public async Task<MerkleFrontier> Frontier(long size, CancellationToken stop)
    {
        var frontier = new MerkleFrontier();
        foreach (var (level, place) in MerkleTree.CompleteIn(0, size))
            frontier.Add(level, await Part(level, place, stop));
        return frontier;
    }

    private async Task<byte[]> Part(int level, long place, CancellationToken stop)
    {
        var kept = level / LevelStep * LevelStep;
        var (first, count) = (place << (level - kept), 1 << (level - kept));
        var group = await Group(kept, first / Fan, stop);
        var offset = (int)(first % Fan);
        if (group.Length < offset + count)
            throw new ProofException($"The tree lacks leaves or parts of level {kept} at {first}.");
        return MerkleTree.Root(group.AsSpan(offset, count).ToArray());
    }

    private async Task<byte[][]> Group(int level, long group, CancellationToken stop)
    {
        if (known.TryGetValue((level, group), out var hashes))
            return hashes;
        return known[(level, group)] = level == 0 ? await Leaves(group, stop) : [.. await database.Query(r => r.GetFieldValue<byte[]>(0),
            "select hash from ledger.ol_tree_part where level = $1 and place >= $2 and place < $3 order by place", stop,
            In(level), In(group * Fan), In((group + 1) * Fan))];
    }

    // A part's last event says where the next one begins.
    private async Task<byte[][]> Leaves(long group, CancellationToken stop) => [.. await database.Query(r => r.GetFieldValue<byte[]>(0),
        $"""
         select leaf from ledger.ol_leaf
          where seq_id > coalesce((select last_seq from ledger.ol_tree_part where level = {LevelStep} and place = $1 - 1), 0)
            and ($1 = 0 or exists (select from ledger.ol_tree_part where level = {LevelStep} and place = $1 - 1))
          order by seq_id limit {Fan}
         """, stop, In(group))];
}

/// <summary>The proof and the ledger do not fit; the message says where.</summary>
public sealed class ProofException(string message) : Exception(message);
