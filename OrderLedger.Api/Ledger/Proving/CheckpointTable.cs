using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>A checkpoint as the database keeps it: where it ends in the ledger, and the note as it was signed.</summary>
public sealed record KeptCheckpoint(long Size, byte[] Root, string Note, long LastSeq, DateTimeOffset MadeAt);

/// <summary>A part of the tree that is complete: 2^<c>Level</c> leaves, the last of them at <c>LastSeq</c> in the ledger.</summary>
internal sealed record TreePart(int Level, long Place, byte[] Hash, long LastSeq);

/// <summary>The checkpoints and the parts of the tree under them, for every server to answer with.</summary>
public sealed class CheckpointTable(NpgsqlDataSource database)
{
    private const string Columns = "size, root, note, last_seq, made_at";

    public async Task<KeptCheckpoint?> Latest(CancellationToken stop) => (await database.Query(Read,
        $"select {Columns} from ledger.ol_checkpoint order by size desc limit 1", stop)).FirstOrDefault();

    public async Task<KeptCheckpoint?> OfSize(long size, CancellationToken stop) => (await database.Query(Read,
        $"select {Columns} from ledger.ol_checkpoint where size = $1", stop, In(size))).FirstOrDefault();

    /// <summary>The newest below a size.</summary>
    public Task<List<KeptCheckpoint>> Before(long size, int count, CancellationToken stop) => database.Query(Read,
        $"select {Columns} from ledger.ol_checkpoint where size < $1 order by size desc limit $2", stop, In(size), In(count));

    /// <summary>All of them, the oldest first.</summary>
    internal static Task<List<KeptCheckpoint>> All(NpgsqlConnection connection, CancellationToken stop) =>
        connection.Rows(Read, $"select {Columns} from ledger.ol_checkpoint order by size", stop);

    internal static async Task<KeptCheckpoint?> Latest(NpgsqlConnection connection, CancellationToken stop) => (await connection.Rows(Read,
        $"select {Columns} from ledger.ol_checkpoint order by size desc limit 1", stop)).FirstOrDefault();

    /// <summary>A checkpoint and the parts completed since the one before, in the connection's transaction.</summary>
    internal static async Task Add(NpgsqlConnection connection, KeptCheckpoint checkpoint, IReadOnlyList<TreePart> parts,
        CancellationToken stop)
    {
        if (parts.Count > 0)
            await connection.Run("""
                insert into ledger.ol_tree_part (level, place, hash, last_seq)
                select level, place, hash, last_seq from unnest($1, $2, $3, $4) as p (level, place, hash, last_seq)
                """, stop, Column(parts, p => p.Level), Column(parts, p => p.Place), Column(parts, p => p.Hash), Column(parts, p => p.LastSeq));
        await connection.Run($"insert into ledger.ol_checkpoint ({Columns}) values ($1, $2, $3, $4, $5)", stop,
            In(checkpoint.Size), In(checkpoint.Root), In(checkpoint.Note), In(checkpoint.LastSeq), In(checkpoint.MadeAt));
    }

    private static KeptCheckpoint Read(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetFieldValue<byte[]>(1), r.GetString(2), r.GetInt64(3), r.GetFieldValue<DateTimeOffset>(4));
}
