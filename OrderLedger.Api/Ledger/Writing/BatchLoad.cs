using OrderLedger.Domain.Proof;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Writing;

/// <summary>The first of a batch's two round trips: lock, then read what the decisions need. It does not grow with the batch.</summary>
internal static class BatchLoad
{
    // The lock is taken before any sequence number and held to the commit, which makes the order of seq_id the order of commits,
    // across processes too: a reader of the tail can never meet an event late. The clock is read once the lock is held, so
    // recorded time rises with seq_id, and it is the database's: one clock for however many processes.
    //
    // The writer looks rows up by their keys and nothing else, so in its transactions no other plan is considered, whatever the
    // statistics of a young ledger say; and a plan is made once, until it is time to make it anew.
    private static readonly string LockAndClock =
        $"""
         select clock_timestamp() from (
             select {WriterLock.Taken},
                    set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
                    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
             offset 0) as held
         """;

    /// <summary>
    /// In the transaction that the batch is saved in. <c>replan</c> drops the connection's plans first: one that was made while the tables
    /// were small may go through the wrong index once they are not.
    /// </summary>
    public static async Task<Loaded> Run(
        NpgsqlConnection connection, IReadOnlyCollection<Submission> submissions, WriterMemory memory, bool replan, CancellationToken stop)
    {
        var (details, leaves) = memory;
        var streams = submissions.Select(s => s.Stream).Distinct().ToArray();
        var detailed = submissions.Where(s => s.ShowsDetails || Decide.Reads(s.Request)).Select(s => s.Stream).Distinct().ToArray();
        var keyed = submissions.SelectMany(s => s.Keys, (s, key) => (s.Stream.Store, key.Key)).Distinct().ToArray();

        await using var batch = new NpgsqlBatch(connection);
        if (replan)
            batch.BatchCommands.Add(Command("discard plans"));
        batch.BatchCommands.Add(Command(LockAndClock));
        batch.BatchCommands.Add(Command("""
            select tenant_id, id, data::text from ledger.mt_doc_order
              join unnest($1, $2) as asked (store, order_id) on tenant_id = store and id = order_id
            """, Column(streams, s => s.Store), Column(streams, s => s.OrderId)));
        batch.BatchCommands.Add(leaves.Asked(streams));
        if (detailed.Length > 0)
            batch.BatchCommands.Add(Command("""
                select tenant_id, id, mt_version, details.tableoid,
                       case when mt_version is distinct from known or details.tableoid <> $4 then data::text end
                  from ledger.mt_doc_order_details as details
                  join unnest($1, $2, $3) as asked (store, order_id, known) on tenant_id = store and id = order_id
                """, Column(detailed, s => s.Store), Column(detailed, s => s.OrderId), Column(detailed, details.VersionOf),
                TableId(details.Table)));
        if (keyed.Length > 0)
            batch.BatchCommands.Add(Command("""
                select store, key, request_hash, outcome::text from ledger.ol_idempotency join unnest($1, $2) as asked (store, key) using (store, key)
                """, Column(keyed, k => k.Store), Column(keyed, k => k.Key)));

        var erased = submissions.Where(s => s.Request is EraseOrder).Select(s => s.Stream).Distinct().ToArray();
        if (erased.Length > 0)
        {
            batch.BatchCommands.Add(LatestLeaves.OfActions([.. erased.Select(s => s.Store).Distinct()]));
            batch.BatchCommands.Add(Command("""
                select store, order_id from unnest($1, $2) as asked (store, order_id)
                 where exists (select from ledger.mt_events join ledger.ol_leaf using (seq_id)
                                where tenant_id = store and stream_id = order_id and salt is not null)
                """, Column(erased, s => s.Store), Column(erased, s => s.OrderId)));
        }

        Loaded loaded;
        await using (var reader = await batch.ExecuteReaderAsync(stop))
            loaded = await Read(reader, details, (detailed.Length > 0, keyed.Length > 0), stop);
        await leaves.Recall(connection, streams, loaded, stop);
        return loaded;
    }

    private static async Task<Loaded> Read(NpgsqlDataReader reader, DetailsMemory memory, (bool Details, bool Keys) asked,
        CancellationToken stop)
    {
        await reader.ReadAsync(stop);
        var loaded = new Loaded(reader.GetFieldValue<DateTimeOffset>(0), [], [], []);
        await reader.NextResultAsync(stop);
        while (await reader.ReadAsync(stop))
            loaded.Orders[KeyOf(reader)] = JsonSerializer.Deserialize(reader.GetString(2), StoredJson.Stored.Order)!;
        await reader.NextResultAsync(stop);
        await LatestLeaves.Read(reader, loaded, stop);
        if (asked.Details && await reader.NextResultAsync(stop))
            while (await reader.ReadAsync(stop))
                loaded.Details[KeyOf(reader)] = DetailsIn(reader, memory);
        if (asked.Keys && await reader.NextResultAsync(stop))
            while (await reader.ReadAsync(stop))
                loaded.Remembered[(reader.GetString(0), reader.GetString(1))] = new(
                    reader.GetFieldValue<byte[]>(2), JsonSerializer.Deserialize(reader.GetString(3), StoredJson.Stored.Outcome)!);
        // Asked for last, and only where something is to be erased.
        if (await reader.NextResultAsync(stop))
        {
            await LatestLeaves.ReadActions(reader, loaded, stop);
            await reader.NextResultAsync(stop);
            while (await reader.ReadAsync(stop))
                loaded.Personal.Add(KeyOf(reader));
        }
        return loaded;
    }

    /// <summary>
    /// Takes the writer's lock and looks whether this event is there: with the lock held, no commit is still under way. It writes a message
    /// to the log, because a commit that has written nothing does not wait for a synchronous standby; what it has waited for includes the
    /// event's own commit.
    /// </summary>
    public static async Task<bool> Landed(NpgsqlConnection connection, Leaf e, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command("begin"),
                Command(LockAndClock),
                Command("select exists (select from ledger.mt_events where tenant_id = $1 and stream_id = $2 and version = $3 and id = $4), pg_logical_emit_message(true, 'orderledger', '')::text",
                    In(e.Stream.Store), In(e.Stream.OrderId), In(e.Version), In(e.EventId)),
                Command("commit"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await reader.NextResultAsync(stop);
        await reader.ReadAsync(stop);
        var landed = reader.GetBoolean(0);
        // The commit's own answer, or what it failed with.
        await reader.NextResultAsync(stop);
        return landed;
    }

    // Null stands for details that are known already.
    private static OrderDetails DetailsIn(NpgsqlDataReader reader, DetailsMemory memory)
    {
        if (reader.IsDBNull(4))
            return memory[KeyOf(reader)];
        memory.Table = reader.GetFieldValue<uint>(3);
        var text = reader.GetFieldValue<byte[]>(4);
        var details = JsonSerializer.Deserialize(text, StoredJson.Stored.OrderDetails)!;
        memory.Keep(KeyOf(reader), reader.GetInt64(2), details, text.Length);
        return details;
    }

    private static NpgsqlParameter<uint> TableId(uint table) =>
        new() { TypedValue = table, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid };

    private static StreamKey KeyOf(NpgsqlDataReader reader) => new(reader.GetString(0), reader.GetString(1));
}
