using OrderLedger.Domain.Proof;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>How much was compared with the proof.</summary>
public sealed record Proven(long Leaves, int Checkpoints);

/// <summary>
/// Recomputes every leaf from the events as they stand, and the tree over them, and compares them with the leaves in the database, those
/// outside it, and every checkpoint. What it holds in memory does not grow with the ledger.
/// </summary>
internal sealed class ProofCheck(NpgsqlConnection connection, AnchoredNotes anchored, Action<Fault> found)
{
    /// <summary>Places in the ledger read at a time.</summary>
    private const int ChunkMax = 10_000;

    private static readonly string Erasure = EventTypes.NameOf<PersonalDataErased>();

    private readonly LeafCheck check = new();
    private readonly MerkleFrontier tree = new();
    private readonly Dictionary<StreamKey, long> erased = [];
    private bool broken;

    /// <summary>In the connection's transaction, which sees one snapshot.</summary>
    public async Task<Proven> Run(Action<long>? progress, CancellationToken stop)
    {
        var signed = new SignedSizes(await CheckpointTable.All(connection, stop), anchored, await SigningKeys.Known(connection, stop),
            found);
        using var outside = anchored.Anchor.Leaves(0).GetEnumerator();
        var newest = await connection.Run("select coalesce(max(seq_id), 0) from ledger.mt_events", stop);
        for (var after = 0L; after < newest && !broken; after += ChunkMax)
        {
            var chunk = await Read(after, Math.Min(after + ChunkMax, newest), stop);
            var before = await LeavesBefore(chunk, stop);
            foreach (var e in chunk)
            {
                Compare(e, before, outside);
                signed.Compare(tree, e);
                if (broken |= signed.IsBroken)
                    break;
            }
            progress?.Invoke(tree.Size);
        }
        if (!broken)
            End(signed, outside);
        foreach (var (stream, version) in broken ? [] : erased)
            found(Of(stream, version, "personal data", "gone", "there: nothing recorded says that it was erased"));
        return new(tree.Size, signed.Count);
    }

    private async Task<List<ProvenEvent>> Read(long after, long upto, CancellationToken stop) => await Task.Run(() =>
    {
        var chunk = new List<ProvenEvent>();
        using var events = new ProvenEvents(connection, after, upto);
        while (events.Next() is { } e)
            chunk.Add(e);
        return chunk;
    }, stop);

    // The leaves that these are chained to, as they are kept: each of them is recomputed in its own turn.
    private async Task<Dictionary<(StreamKey Stream, long Version), byte[]>> LeavesBefore(List<ProvenEvent> chunk, CancellationToken stop)
    {
        var leaves = chunk.Where(e => e.Hash is not null).DistinctBy(e => (e.Stream, e.Version))
            .ToDictionary(e => (e.Stream, e.Version), e => e.Hash!);
        var asked = chunk.Where(e => e.Version > 1 && !leaves.ContainsKey((e.Stream, e.Version - 1))).ToList();
        foreach (var (key, leaf) in await connection.Rows(
            r => ((new StreamKey(r.GetString(0), r.GetString(1)), r.GetInt64(2)), r.GetFieldValue<byte[]>(3)),
            $"""
            select asked.store, asked.order_id, asked.version, l.leaf
              from unnest($1, $2, $3) as asked (store, order_id, version)
              join ledger.mt_events e on e.tenant_id = asked.store and e.stream_id = asked.order_id and e.version = asked.version
              join ledger.ol_leaf l using (seq_id)
            """, stop, Column(asked, e => e.Stream.Store), Column(asked, e => e.Stream.OrderId), Column(asked, e => e.Version - 1)))
            leaves[key] = leaf;
        return leaves;
    }

    private void Compare(ProvenEvent e, Dictionary<(StreamKey Stream, long Version), byte[]> before, IEnumerator<AnchoredLeaf> outside)
    {
        if (e.Place != tree.Size)
        {
            broken = true;
            found(e.Place is null ? Of(e.Stream, e.Version, "leaf", "none", "there") : Missing(outside, tree.Size, e));
            return;
        }
        using var data = JsonDocument.Parse(e.Data);
        Note(e, data.RootElement);
        var expected = check.Expected(
            e.Subject with { Previous = before.GetValueOrDefault((e.Stream, e.Version - 1)) }, data.RootElement, e.Personal, e.Salt);
        if (expected is null || !expected.AsSpan().SequenceEqual(e.Hash))
            found(Of(e.Stream, e.Version, "leaf", expected is null
                ? "not made by its personal data and salt"
                : Short(expected), $"{Short(e.Hash!)}, as it was recorded"));
        if (outside.MoveNext() && !outside.Current.Hash.AsSpan().SequenceEqual(expected))
        {
            var was = outside.Current.Hash.Length > 0 ? outside.Current : new(outside.Current.Hash, e.Stream, e.Version);
            found(Of(was.Stream, was.Version, "leaf", expected is null
                ? "unknown"
                : Short(expected), $"{Short(was.Hash)}, as it is kept outside the database"));
        }
        tree.Add(e.Hash!);
    }

    private void Note(ProvenEvent e, JsonElement data)
    {
        if (LeafCheck.IsErased(data, e.Personal, e.Salt))
            erased[e.Stream] = e.Version;
        if (e.Subject.Type == Erasure && data.TryGetProperty("upTo", out var upto) && erased.TryGetValue(e.Stream, out var last)
            && upto.GetInt64() >= last)
            erased.Remove(e.Stream);
    }

    private void End(SignedSizes signed, IEnumerator<AnchoredLeaf> outside)
    {
        if (signed.Largest > tree.Size)
            found(outside.MoveNext()
                ? Of(outside.Current.Stream, outside.Current.Version, "event", "missing",
                    $"there: a checkpoint covers {signed.Largest} events and actions, the ledger ends after {tree.Size}")
                : Fault.OfProof("*", null, "the ledger", $"{tree.Size} events and actions",
                    $"{signed.Largest} or more, as a checkpoint covers"));
    }

    // Between two events something is missing; outside the database its name is kept.
    private static Fault Missing(IEnumerator<AnchoredLeaf> outside, long place, ProvenEvent next) => outside.MoveNext()
        ? Of(outside.Current.Stream, outside.Current.Version, "event", "missing", $"there, at place {place} of the tree")
        : Of(next.Stream, next.Version, "place in the tree", $"{next.Place}", $"{place}: an event before it is missing");

    private static Fault Of(StreamKey stream, long version, string field, string @is, string shouldBe) =>
        Fault.OfProof(stream.Store, stream.OrderId, $"v{version} {field}", @is, shouldBe);

    private static string Short(byte[] hash) => hash.Length == 0 ? "unreadable" : Convert.ToHexStringLower(hash.AsSpan(0, 6));
}
