using OrderLedger.Domain.Proof;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>The checkpoints that were outside the database at a moment.</summary>
internal sealed record AnchoredNotes(Anchor Anchor)
{
    public IReadOnlyList<string> Notes { get; } = [.. Anchor.Notes()];
}

/// <summary>Every checkpoint that is known, in the database and outside, to be compared with a tree while it grows.</summary>
internal sealed class SignedSizes
{
    private readonly SortedDictionary<long, Checkpoint> bySize = [];
    private readonly Queue<Checkpoint> ahead;
    private readonly Action<Fault> found;
    private long last;

    /// <param name="kept">Those in the database, of the snapshot that is compared.</param>
    /// <param name="outside">Those outside, read before that snapshot was taken: a later one may cover more than the snapshot
    /// shows.</param>
    /// <param name="keys">Whatever may have signed them.</param>
    /// <param name="found">Is told what does not fit.</param>
    public SignedSizes(IEnumerable<KeptCheckpoint> kept, AnchoredNotes outside, IReadOnlyList<ProofKey> keys, Action<Fault> found)
    {
        this.found = found;
        foreach (var checkpoint in kept)
            if (Add(checkpoint.Note, "in the database", keys) is { } read
                && (read.Size != checkpoint.Size || !read.Root.AsSpan().SequenceEqual(checkpoint.Root)))
                found(Fault.OfProof("*", null, $"the row of the checkpoint of size {checkpoint.Size}", "another size or root",
                    "those of its note"));
        var (known, latest) = (bySize.Keys.ToHashSet(), Largest);
        // The latest one may not have reached the database yet.
        foreach (var note in outside.Notes)
            if (Add(note, "outside the database", keys) is { } read && read.Size < latest && !known.Contains(read.Size))
                found(Fault.OfProof("*", null, $"the checkpoint of size {read.Size} in the database", "gone", "there, as it is outside"));
        // A folder may lack what another server published since; it is not empty.
        if (known.Count > 0 && outside.Notes.Count == 0 && !outside.Anchor.Notes().Any())
            found(Fault.OfProof("*", null, "checkpoints outside the database", "0",
                $"{known.Count}; is {outside.Anchor.Folder} the folder of the proof?"));
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
            found(Fault.OfProof(e.Stream.Store, e.Stream.OrderId, $"v{e.Version} and what is before it, back to place {last} of the tree",
                "another tree", $"the tree signed at {next.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
        }
        last = next.Size;
    }

    private Checkpoint? Add(string note, string where, IReadOnlyList<ProofKey> keys)
    {
        if (SignedNote.Parse(note) is not { } signed || Checkpoint.Parse(signed.Text) is not { } checkpoint
            || !keys.Any(k => k.HasSigned(signed)))
        {
            found(Fault.OfProof("*", null, $"a checkpoint {where}", "signed by no key of this ledger", "signed"));
            return null;
        }
        if (!bySize.TryAdd(checkpoint.Size, checkpoint) && !bySize[checkpoint.Size].Root.AsSpan().SequenceEqual(checkpoint.Root))
            found(Fault.OfProof("*", null, $"the checkpoint of size {checkpoint.Size} {where}", "another root", "the one in the database"));
        return checkpoint;
    }
}
