using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Storage.Proving;

/// <summary>Every checkpoint that is known, in the database and outside, to be compared with a tree while it grows.</summary>
internal sealed class SignedSizes
{
    private readonly SortedDictionary<long, Checkpoint> bySize = [];
    private readonly Queue<Checkpoint> ahead;
    private readonly Action<Fault> found;
    private long last;

    public SignedSizes(IEnumerable<KeptCheckpoint> kept, Anchor anchor, IReadOnlyList<ProofKey> keys, Action<Fault> found)
    {
        this.found = found;
        foreach (var checkpoint in kept)
            Add(checkpoint.Note, "in the database", keys);
        foreach (var note in anchor.Notes())
            Add(note, "outside the database", keys);
        ahead = new(bySize.Values);
    }

    public int Count => bySize.Count;

    public long Largest => bySize.Count == 0 ? 0 : bySize.Keys.Last();

    /// <summary>Whether a tree did not fit: those after it would not, either.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The tree after one more event. The first checkpoint that does not fit is named, with the event it ends with.</summary>
    public void Compare(MerkleFrontier tree, ProvenEvent e)
    {
        if (!ahead.TryPeek(out var next) || next.Size != tree.Size)
            return;
        ahead.Dequeue();
        if (!next.Root.AsSpan().SequenceEqual(tree.Root()))
        {
            IsBroken = true;
            found(new(e.Stream.Store, e.Stream.OrderId, $"v{e.Version} and what is before it, back to place {last} of the tree",
                "another tree", $"the tree signed at {next.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
        }
        last = next.Size;
    }

    private void Add(string note, string where, IReadOnlyList<ProofKey> keys)
    {
        if (SignedNote.Parse(note) is not { } signed || Checkpoint.Parse(signed.Text) is not { } checkpoint || !keys.Any(k => k.HasSigned(signed)))
            found(new("*", null, $"a checkpoint {where}", "signed by no key of this ledger", "signed"));
        else if (!bySize.TryAdd(checkpoint.Size, checkpoint) && !bySize[checkpoint.Size].Root.AsSpan().SequenceEqual(checkpoint.Root))
            found(new("*", null, $"the checkpoint of size {checkpoint.Size} {where}", "another root", "the one in the database"));
    }
}
