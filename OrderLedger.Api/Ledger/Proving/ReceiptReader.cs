using OrderLedger.Domain.Proof;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>
/// An event, and all that proves it is in the ledger: its leaf, the path from there to the root of a checkpoint, and the checkpoint.
/// <c>Leaf</c> holds every hash; <c>Data</c> is the event's JSON as it stands, <c>Salt</c> null where nothing is personal or it was erased.
/// </summary>
public sealed record Receipt(Leaf Leaf, byte[] Hash, long Place, KeptCheckpoint Checkpoint, IReadOnlyList<byte[]> Path)
{
    public required string Data { get; init; }

    public byte[]? Personal { get; init; }

    public byte[]? Salt { get; init; }
}

/// <summary>Reads receipts and the proofs between checkpoints. Nothing here trusts or checks them: who gets one does.</summary>
public sealed class ReceiptReader(NpgsqlDataSource database, Checkpointer checkpointer, CheckpointTable checkpoints)
{
    private sealed record Row(long Seq, Leaf Subject, string Data, long Place, byte[] Hash, byte[]? Personal, byte[]? Salt);

    /// <summary>Null when the order has no such event. An event that no checkpoint covers yet gets one now.</summary>
    /// <param name="stream">The order.</param>
    /// <param name="version">Its event, or null for the latest.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="ProofException">No checkpoint can be made.</exception>
    public async Task<Receipt?> Of(StreamKey stream, long? version, CancellationToken stop)
    {
        if (await Find(stream, version, stop) is not { } row)
            return null;
        var latest = await checkpoints.Latest(stop);
        if (latest is null || latest.Size <= row.Place)
            latest = await checkpointer.Make(stop) ?? throw new ProofException("There is no checkpoint.");
        using var data = System.Text.Json.JsonDocument.Parse(row.Data);
        var path = await new TreeReader(database).Roots(MerkleTree.InclusionOf(row.Place, latest.Size), stop);
        if (!LeafCheck.Same(new LeafCheck().Expected(row.Subject, data.RootElement, row.Personal, row.Salt), row.Hash)
            || !MerkleProof.Includes(row.Hash, row.Place, latest.Size, path, latest.Root))
            throw new ProofException($"{stream} v{row.Subject.Version} is not what was signed. 'verify' names what differs. See docs/proof.md.");
        return new(row.Subject with { DataHash = new DataHash().Of(data.RootElement, row.Personal) }, row.Hash, row.Place, latest, path)
        {
            Data = row.Data,
            Personal = row.Personal,
            Salt = row.Salt,
        };
    }

    /// <summary>The hashes that prove that the tree of one size is the beginning of the tree of a larger one.</summary>
    public Task<List<byte[]>> Consistency(long smaller, long larger, CancellationToken stop) =>
        new TreeReader(database).Roots(MerkleTree.ConsistencyOf(smaller, larger), stop);

    private async Task<Row?> Find(StreamKey stream, long? version, CancellationToken stop) => (await database.Query(
        r =>
        {
            var subject = new Leaf(stream, r.GetInt64(1), r.GetString(2), r.GetGuid(3), r.GetFieldValue<DateTimeOffset>(4),
                LedgerReader.ReadSender(r, 5), [],
                r.Nullable<byte[]>(14));
            return new Row(r.GetInt64(0), subject, r.GetString(9), r.GetInt64(10), r.GetFieldValue<byte[]>(11), r.Nullable<byte[]>(12),
                r.Nullable<byte[]>(13));
        },
        """
        select e.seq_id, e.version, e.type, e.id, e.timestamp, e.user_name, e.headers ->> 'source', e.correlation_id, e.causation_id, e.data::text,
               l.place, l.leaf, l.personal, l.salt, p.leaf
          from ledger.mt_events e join ledger.ol_leaf l using (seq_id)
          left join ledger.mt_events b on b.tenant_id = e.tenant_id and b.stream_id = e.stream_id and b.version = e.version - 1
          left join ledger.ol_leaf p on p.seq_id = b.seq_id
         where e.tenant_id = $1 and e.stream_id = $2 and ($3::bigint is null or e.version = $3)
         order by e.version desc limit 1
        """, stop, In(stream.Store), In(stream.OrderId), In(version))).FirstOrDefault();
}
