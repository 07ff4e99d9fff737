using OrderLedger.Api.Ledger.Copying;

namespace OrderLedger.Api.Ledger.Proving;

/// <summary>Leaves on their way into the proof by COPY, for who brings many at once.</summary>
internal sealed class LeafRows
{
    private readonly CopyRows rows =
        new("copy ledger.ol_leaf (seq_id, place, leaf, personal, salt) from stdin (format binary)", columns: 5);

    /// <summary>The place in the tree of the leaf that comes next. The connection's transaction holds the writer's lock.</summary>
    public static Task<long> NextPlace(NpgsqlConnection connection, CancellationToken stop) =>
        connection.Run("select coalesce((select place + 1 from ledger.ol_leaf order by seq_id desc limit 1), 0)", stop);

    public void Add(long seq, LeafRow row)
    {
        rows.Row();
        rows.Number(seq);
        rows.Number(row.Place);
        rows.Binary(row.Leaf);
        rows.Binary(row.Personal);
        rows.Binary(row.Salt);
    }

    public void Send(NpgsqlConnection connection) => rows.Send(connection);
}
