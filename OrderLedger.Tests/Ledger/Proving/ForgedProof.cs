using System.Text.Json;
using Npgsql;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Tests.Ledger.Proving;

/// <summary>
/// Forges as somebody who may write every table: chains all events anew, so that the leaves fit the events as they are now.
/// </summary>
internal static class ForgedProof
{
    /// <summary>Events read before their leaves are written.</summary>
    private const int ChunkMax = 10_000;

    /// <summary>In the connection's transaction, which holds the writer's lock.</summary>
    public static async Task Chain(NpgsqlConnection connection, CancellationToken stop)
    {
        var latest = new Dictionary<StreamKey, byte[]>();
        var chain = new Chain(await LeafRows.NextPlace(connection, stop), latest);
        var rows = new LeafRows();
        var newest = await connection.Run("select coalesce(max(seq_id), 0) from ledger.mt_events", stop);
        for (var after = 0L; after < newest; after += ChunkMax)
        {
            using (var events = new ProvenEvents(connection, after, Math.Min(after + ChunkMax, newest)))
                while (events.Next() is { } e)
                {
                    using var data = JsonDocument.Parse(e.Data);
                    rows.Add(e.Seq, chain.Add(e.Subject, data.RootElement));
                }
            rows.Send(connection);
        }
    }
}
