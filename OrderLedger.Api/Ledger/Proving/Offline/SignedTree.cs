using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Proving.Offline;

/// <summary>The tree as a file has it, which has to be at each checkpoint's size what was signed there.</summary>
internal sealed class SignedTree(IReadOnlyList<(Checkpoint Checkpoint, string Name)> signed, Findings findings)
{
    private readonly MerkleFrontier tree = new();
    private readonly HashSet<string> met = [];
    private bool isBroken;

    /// <summary>A leaf is missing: no root can be computed any more.</summary>
    public void Break() => isBroken = true;

    /// <param name="level">0 for a leaf, else a complete part of 2^level leaves stands for them.</param>
    /// <param name="part">Its hash.</param>
    public void Add(int level, byte[] part)
    {
        if (isBroken)
            return;
        tree.Add(level, part);
        foreach (var (checkpoint, name) in signed)
            if (checkpoint.Size == tree.Size)
            {
                met.Add(name);
                if (!tree.Root().AsSpan().SequenceEqual(checkpoint.Root))
                    findings.Add($"The first {checkpoint.Size} events are not those that were signed: the root over them is not that of {name}.");
            }
    }

    /// <summary>At the end of the file: a checkpoint whose end lies among skipped leaves was not compared with anything.</summary>
    public void End(long size)
    {
        if (!isBroken)
            foreach (var (checkpoint, name) in signed.Where(s =>
                !met.Contains(s.Name) && s.Checkpoint.Size <= size && s.Checkpoint.Size > 0))
                findings.Add($"{char.ToUpperInvariant(name[0])}{name[1..]} ends among skipped events, at {checkpoint.Size}. "
                    + "A file of a part of the ledger is verified against the checkpoint in its first line only.");
    }
}
