using OrderLedger.Domain.Proof;

namespace OrderLedger.Tests.Domain.Proof;

/// <summary>The vectors that implementations of RFC 6962 share, and every proof of every small tree.</summary>
public class HashTrees
{
    private const int SizeMax = 70;

    private static readonly byte[][] Leaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }
            .Select(entry => MerkleTree.LeafOf(Convert.FromHexString(entry))),
    ];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_root_is_that_of_the_vectors(int size, string root) => Hex(MerkleTree.Root(Leaves.Take(size))).ShouldBe(root);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void A_leafs_path_is_that_of_the_vectors(int index, int size, params string[] path) =>
        MerkleTree.InclusionOf(index, size).Select(part => Hex(Part(Leaves, part))).ShouldBe(path);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void A_consistency_proof_is_that_of_the_vectors(int smaller, int larger, params string[] path) =>
        MerkleTree.ConsistencyOf(smaller, larger).Select(part => Hex(Part(Leaves, part))).ShouldBe(path);

    [Fact]
    public void Every_proof_of_every_small_tree_holds_and_no_other()
    {
        byte[][] leaves = [.. Enumerable.Range(0, SizeMax).Select(i => MerkleTree.LeafOf([(byte)i]))];
        for (var size = 1; size <= SizeMax; size++)
        {
            var root = MerkleTree.Root(leaves.Take(size));
            for (var at = 0; at < size; at++)
            {
                var path = Parts(leaves, MerkleTree.InclusionOf(at, size));
                MerkleProof.Includes(leaves[at], at, size, path, root).ShouldBeTrue();
                MerkleProof.Includes(leaves[(at + 1) % SizeMax], at, size, path, root).ShouldBeFalse();
                MerkleProof.Includes(leaves[at], at + 1, size, path, root).ShouldBeFalse();
                MerkleProof.Includes(leaves[at], at, size, [.. path, root], root).ShouldBeFalse();

                var (smaller, before) = (at + 1, MerkleTree.Root(leaves.Take(at + 1)));
                var consistency = Parts(leaves, MerkleTree.ConsistencyOf(smaller, size));
                MerkleProof.IsConsistent(smaller, before, size, root, consistency).ShouldBeTrue();
                MerkleProof.IsConsistent(smaller, leaves[^1], size, root, consistency).ShouldBeFalse();
                MerkleProof.IsConsistent(smaller, before, size, leaves[^1], consistency).ShouldBeFalse();
                MerkleProof.IsConsistent(smaller, before, size, root, [.. consistency, root]).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void A_tree_without_leaves_proves_nothing() =>
        MerkleProof.IsConsistent(0, MerkleTree.Empty, 8, MerkleTree.Root(Leaves), []).ShouldBeFalse();

    [Fact]
    public void A_tree_grown_by_parts_is_the_tree_grown_by_leaves()
    {
        var tree = new MerkleFrontier();
        foreach (var part in MerkleTree.CompleteIn(0, Leaves.Length - 1))
            tree.Add(part.Level, Part(Leaves, (part.Index << part.Level, (part.Index + 1) << part.Level)));
        tree.Root().ShouldBe(MerkleTree.Root(Leaves.SkipLast(1)));
        tree.Add(Leaves[^1]);
        tree.Root().ShouldBe(MerkleTree.Root(Leaves));
    }

    private static byte[][] Parts(byte[][] leaves, IEnumerable<(long From, long To)> parts) =>
        [.. parts.Select(part => Part(leaves, part))];

    private static byte[] Part(byte[][] leaves, (long From, long To) part) => MerkleTree.Root(leaves[(int)part.From..(int)part.To]);

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
