using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Writing;

/// <summary>
/// The leaf that the next event of each stream is chained to: remembered where this writer wrote the event before it, read where it did
/// not. Belongs to one connection and is not shared.
/// </summary>
internal sealed class LatestLeaves
{
    /// <summary>Most streams whose latest leaf is remembered.</summary>
    private const int StreamsMax = 1 << 16;

    private readonly Recent<byte[]> recent = new(StreamsMax);

    /// <summary>The last place in the tree, and the latest leaf of each of these streams that is not remembered.</summary>
    public NpgsqlBatchCommand Asked(IEnumerable<StreamKey> streams) => Unknown([.. streams.Where(s => recent.VersionOf(s) is null)]);

    /// <summary>Reads what <see cref="Asked"/> asked for.</summary>
    public static async Task Read(NpgsqlDataReader reader, Loaded loaded, CancellationToken stop)
    {
        while (await reader.ReadAsync(stop))
            if (reader.IsDBNull(0))
                loaded.Leaves[new(reader.GetString(1), reader.GetString(2))] = reader.GetFieldValue<byte[]>(3);
            else
                loaded.NextPlace = reader.GetInt64(0);
    }

    /// <summary>Adds the remembered ones. Those that another server has written to since are read after all.</summary>
    public async Task Recall(NpgsqlConnection connection, IEnumerable<StreamKey> streams, Loaded loaded, CancellationToken stop)
    {
        var outdated = new List<StreamKey>();
        foreach (var stream in streams)
            if (recent.VersionOf(stream) is { } known && loaded.Orders.GetValueOrDefault(stream)?.Version == known)
                loaded.Leaves[stream] = recent[stream];
            else if (!loaded.Leaves.ContainsKey(stream) && loaded.Orders.ContainsKey(stream))
                outdated.Add(stream);
        if (outdated.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Unknown([.. outdated]) } };
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await Read(reader, loaded, stop);
    }

    /// <summary>Remembers what a batch ended with. Only once it is committed.</summary>
    public void Keep(Batch committed)
    {
        foreach (var a in committed.Appended)
            if (a.Subject.Stream.Store != ActionStreams.Tenant)
                recent.Keep(a.Subject.Stream, a.Subject.Version, a.Leaf.Leaf, ofSize: 1);
    }

    /// <summary>The next place in the tree and the latest leaf of each of these streams, read under the lock.</summary>
    public static async Task<(long NextPlace, Dictionary<StreamKey, byte[]> Leaves)> Of(NpgsqlConnection connection, StreamKey[] streams,
        CancellationToken stop)
    {
        var loaded = new Loaded(default, [], [], []);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Unknown(streams) } };
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await Read(reader, loaded, stop);
        return (loaded.NextPlace, loaded.Leaves);
    }

    /// <summary>Of each store's stream of actions the version and the leaf of the last one.</summary>
    public static NpgsqlBatchCommand OfActions(string[] stores) => Command($"""
        select asked.store, e.version, leaf from unnest($1) as asked (store)
          join lateral (select version, seq_id from ledger.mt_events where tenant_id = '{ActionStreams.Tenant}' and stream_id = asked.store
                         order by version desc limit 1) e on true
          join ledger.ol_leaf using (seq_id)
        """, In(stores));

    /// <summary>Reads what <see cref="OfActions"/> asked for.</summary>
    public static async Task ReadActions(NpgsqlDataReader reader, Loaded loaded, CancellationToken stop)
    {
        while (await reader.ReadAsync(stop))
        {
            loaded.LatestActions[reader.GetString(0)] = reader.GetInt64(1);
            loaded.Leaves[ActionStreams.Of(reader.GetString(0))] = reader.GetFieldValue<byte[]>(2);
        }
    }

    private static NpgsqlBatchCommand Unknown(StreamKey[] streams) => Command("""
        select place + 1, null, null, null from (select place from ledger.ol_leaf order by seq_id desc limit 1) as last
        union all
        select null, store, order_id, leaf
          from unnest($1, $2) as asked (store, order_id)
          cross join lateral (select seq_id from ledger.mt_events where tenant_id = store and stream_id = order_id order by version desc limit 1) as latest
          join ledger.ol_leaf using (seq_id)
        """, Column(streams, s => s.Store), Column(streams, s => s.OrderId));
}
