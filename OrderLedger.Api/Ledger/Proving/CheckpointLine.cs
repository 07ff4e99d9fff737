using System.Security.Cryptography;
using OrderLedger.Domain.Proof;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// The line of checkpoints while its lock is held: the tree as the database has it, beside the checkpoints in the database and those
/// outside.
/// </summary>
internal sealed class CheckpointLine
{
    /// <summary>Leaves read at a time.</summary>
    private const int ChunkMax = 10_000;

    private readonly NpgsqlConnection connection;
    private readonly TreeReader tree;
    private readonly Anchor anchor;
    private readonly ECDsa key;
    private readonly string origin;
    private readonly List<TreePart> completed = [];

    private IReadOnlyList<ProofKey> known = [];
    private KeptCheckpoint? latest;
    private MerkleFrontier frontier = new();
    private long lastSeq;

    private CheckpointLine(NpgsqlConnection connection, TreeReader tree, Anchor anchor, (ECDsa Key, string Origin) signing) =>
        (this.connection, this.tree, this.anchor, key, origin) = (connection, tree, anchor, signing.Key, signing.Origin);

    /// <summary>In the connection's transaction, which holds the lock.</summary>
    public static async Task<CheckpointLine> Open(
        NpgsqlConnection connection, TreeReader tree, Anchor anchor, SigningKeys keys, CancellationToken stop)
    {
        var line = new CheckpointLine(connection, tree, anchor, await keys.Current(connection, stop));
        line.known = await SigningKeys.Known(connection, stop);
        line.latest = await CheckpointTable.Latest(connection, stop);
        if (line.latest is { } latest)
        {
            line.frontier = await tree.Frontier(latest.Size, stop);
            line.lastSeq = latest.LastSeq;
            line.AssertRoot(latest.Size, latest.Root, "in the database");
        }
        await line.Agree(stop);
        return line;
    }

    /// <summary>One checkpoint more, when there are leaves that none covers. The latest.</summary>
    public async Task<KeptCheckpoint?> Extend(CancellationToken stop)
    {
        var covered = frontier.Size;
        await Grow(null, stop);
        if (frontier.Size == covered)
            return latest;
        var now = (await connection.Rows(r => r.GetFieldValue<DateTimeOffset>(0), "select clock_timestamp()", stop))[0];
        var checkpoint = new Checkpoint(origin, frontier.Size, frontier.Root(), now);
        var note = SignedNote.Sign(checkpoint.Text, origin, key).ToString();
        anchor.Publish(checkpoint, note);
        await Keep(checkpoint, note, stop);
        return latest;
    }

    // The checkpoint outside is older (another server made the latest), the same, or newer (this one ended before it could tell the
    // database).
    private async Task Agree(CancellationToken stop)
    {
        var note = anchor.Latest();
        var outside = note is null ? null : Read(note);
        var size = outside?.Size ?? 0;
        var there = anchor.CutTo(size);
        if (size > frontier.Size)
        {
            await Grow(size, stop);
            AssertRoot(size, outside!.Root, "outside the database");
            await Keep(outside, note!, stop);
        }
        else if (size > 0)
        {
            AssertRoot(size, outside!.Root, "outside the database", size < frontier.Size ? (await tree.Frontier(size, stop)).Root() : null);
        }
        if (there < frontier.Size)
            await CatchUp(there, size, stop);
    }

    // Another server's checkpoints, and the leaves they cover, come here too; and leaves that went lost, now that their root is found
    // right.
    private async Task CatchUp(long there, long size, CancellationToken stop)
    {
        var seq = there == 0 ? 0 : await connection.Run("""
            select coalesce((select last_seq from ledger.ol_checkpoint where size = $1), (select seq_id from ledger.ol_leaf where place = $1 - 1))
            """, stop, In(there));
        var missing = await connection.Rows(r =>
            r.GetString(0), "select note from ledger.ol_checkpoint where size > $1 order by size", stop, In(size));
        for (var place = there; seq < latest!.LastSeq;)
        {
            var chunk = await LeavesAfter(seq, latest.LastSeq, stop);
            if (chunk.Count == 0)
                break;
            anchor.Add(place, [.. chunk.Select(l => l.Leaf)]);
            (place, seq) = (place + chunk.Count, chunk[^1].Seq);
        }
        foreach (var note in missing)
            anchor.Publish(Read(note), note);
    }

    private async Task Grow(long? size, CancellationToken stop)
    {
        while (size is null || frontier.Size < size)
        {
            var chunk = await LeavesAfter(lastSeq, null, stop);
            if (size is not null)
                chunk = [.. chunk.Take((int)Math.Min(size.Value - frontier.Size, chunk.Count))];
            if (chunk.Count == 0)
            {
                if (size is not null)
                    throw new ProofException($"The ledger holds {frontier.Size} events and actions, and a checkpoint outside the database covers {size}: "
                        + "an older backup was restored, or events were deleted. See docs/proof.md.");
                return;
            }
            if (size is null)
                anchor.Add(frontier.Size, [.. chunk.Select(l => l.Leaf)]);
            foreach (var (seq, place, leaf) in chunk)
            {
                if (place != frontier.Size)
                    throw new ProofException($"The leaf at place {frontier.Size} of the tree is missing; the next is {leaf.Stream} v{leaf.Version} at {place}. See docs/proof.md.");
                frontier.Add(leaf.Hash, (level, at, hash) =>
                {
                    if (level % TreeReader.LevelStep == 0)
                        completed.Add(new(level, at, hash, seq));
                });
                lastSeq = seq;
            }
        }
    }

    private Task<List<PlacedLeaf>> LeavesAfter(long seq, long? upto, CancellationToken stop) =>
        connection.Rows(
        r => new PlacedLeaf(r.GetInt64(0), r.GetInt64(1),
            new(r.GetFieldValue<byte[]>(2), new(r.GetString(3), r.GetString(4)), r.GetInt64(5))),
        $"""
         select l.seq_id, l.place, l.leaf, coalesce(e.tenant_id, '?'), coalesce(e.stream_id, '?'), coalesce(e.version, 0)
           from (select * from ledger.ol_leaf where seq_id > $1 and seq_id <= $2 order by seq_id limit {ChunkMax}) l
           left join ledger.mt_events e using (seq_id)
          order by l.seq_id
         """, stop, In(seq), In(upto ?? long.MaxValue));

    private sealed record PlacedLeaf(long Seq, long Place, AnchoredLeaf Leaf);

    private async Task Keep(Checkpoint checkpoint, string note, CancellationToken stop)
    {
        latest = new(checkpoint.Size, checkpoint.Root, note, lastSeq, checkpoint.Time);
        await CheckpointTable.Add(connection, latest, completed, stop);
        completed.Clear();
    }

    private Checkpoint Read(string note)
    {
        if (SignedNote.Parse(note) is not { } signed || signed.Name != origin || Checkpoint.Parse(signed.Text) is not { } checkpoint)
            throw new ProofException("A checkpoint is not of this ledger: the files of the proof belong to another one. See docs/proof.md.");
        return known.Any(k => k.HasSigned(signed)) ? checkpoint
            : throw new ProofException($"The checkpoint of size {checkpoint.Size} is signed by no key of this ledger. See docs/proof.md.");
    }

    private void AssertRoot(long size, byte[] root, string where, byte[]? found = null)
    {
        if (!(found ?? frontier.Root()).AsSpan().SequenceEqual(root))
            throw new ProofException($"The tree of the first {size} events and actions is not the one that was signed {where}. 'verify' names the first that differs. See docs/proof.md.");
    }
}
