namespace OrderLedger.Api.Ledger.Exporting;

/// <summary>Reads the ledger in pieces of bounded size.</summary>
internal sealed class ExportReader(NpgsqlConnection connection, ExportScope scope, long head)
{
    private const int RowsMax = 4_000;
    private const int BytesMax = 8 << 20;

    private readonly PreviousLeaves previous = new(connection);
    private int count = RowsMax;

    /// <summary>The place up to which it has read.</summary>
    public long At { get; private set; }

    /// <summary>The next places behind one, each with its previous leaf; none behind the head.</summary>
    public async Task<List<ExportRow>> After(long seq, CancellationToken stop)
    {
        At = seq;
        var rows = new List<ExportRow>();
        // Places were drawn by what was rolled back, too.
        while (rows.Count == 0 && At < head)
        {
            stop.ThrowIfCancellationRequested();
            Read(rows);
        }
        await previous.Fill(rows, stop);
        return rows;
    }

    // What one piece held too much of is read in smaller ones.
    private void Read(List<ExportRow> rows)
    {
        var upto = Math.Min(At + count, head);
        long bytes = 0;
        using (var places = new ExportRows(connection, scope, At, upto))
            while (bytes < BytesMax)
            {
                if (places.Next() is not { } row)
                {
                    At = upto;
                    count = Math.Min(count * 2, RowsMax);
                    return;
                }
                rows.Add(row);
                bytes += row.Asked?.Data.Length ?? 0;
            }
        At = rows[^1].Seq;
        count = Math.Max(1, rows.Count / 2);
    }
}
