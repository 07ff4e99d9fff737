using System.Text.Json;
using Npgsql;
using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Writing;

/// <summary>The second of a batch's two round trips: events, views, KPIs and idempotency rows, and the commit, all in one.</summary>
internal static class BatchAppend
{
    public static async Task Run(NpgsqlConnection connection, Batch decided, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (decided.Appended.Count > 0)
        {
            batch.BatchCommands.Add(Streams(decided));
            batch.BatchCommands.Add(Events(decided));
            batch.BatchCommands.Add(ViewUpserts.Live.Orders(decided.Changed.Values));
        }
        if (decided.ChangedDetails.Count > 0)
            batch.BatchCommands.Add(ViewUpserts.Live.Details(decided.ChangedDetails.Values, stream => decided.Changed[stream].View));
        if (decided.Kpis.Count > 0)
            batch.BatchCommands.Add(ViewUpserts.Live.Kpis(decided.Kpis));
        if (decided.Sources.Count > 0)
            batch.BatchCommands.Add(ViewUpserts.Live.Sources(decided.Sources));
        if (decided.NewlyRemembered.Count > 0)
            batch.BatchCommands.Add(Idempotency(decided));
        var erased = decided.Appended.Where(a => a.Recorded.Event is PersonalDataErased).Select(a => a.Recorded).ToList();
        batch.BatchCommands.Add(erased.Count == 0 ? Command("commit") : Erasure(erased));
        await batch.ExecuteNonQueryAsync(stop);
        if (erased.Count == 0)
            return;
        foreach (var r in erased)
            await Actions.Append(connection, AdminAction.Erased(r.Stream), r.Sender, stop);
        await connection.Run("commit", stop);
    }

    // After all events and answers of the batch are there: some of them are to be erased, too.
    private static NpgsqlBatchCommand Erasure(List<Recorded> erased) => Command(
        "select ledger.ol_erase(store, order_id, up_to) from unnest($1, $2, $3) as e (store, order_id, up_to)",
        Column(erased, r => r.Stream.Store), Column(erased, r => r.Stream.OrderId), Column(erased, r => ((PersonalDataErased)r.Event).UpTo));

    private static NpgsqlBatchCommand Streams(Batch decided) => Command("""
        insert into ledger.mt_streams (tenant_id, id, type, version, timestamp, created)
        select store, order_id, 'order', version, $4, $4 from unnest($1, $2, $3) as s (store, order_id, version)
        on conflict (tenant_id, id) do update set version = excluded.version, timestamp = excluded.timestamp
        """,
        Column(decided.Changed, c => c.Key.Store), Column(decided.Changed, c => c.Key.OrderId),
        Column(decided.Changed, c => c.Value.Version), In(decided.Now));

    // No "on conflict" on events: a second one at a version must fail, not vanish.
    private static NpgsqlBatchCommand Events(Batch decided) => Command("""
        with numbered as materialized (
            select nextval('ledger.mt_events_sequence') as seq_id, e.*
              from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
                as e (id, store, order_id, version, data, type, dotnet_type, request_id, delivery_id, actor, source,
                      status_from, status_to, phase, occurred_at, unusual, stale, held, cycle, place, leaf, personal, salt)
        ), appended as (
            insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id,
                                          mt_dotnet_type, correlation_id, causation_id, headers, user_name)
            select seq_id, id, order_id, version, data, type, $1, store,
                   dotnet_type, request_id, delivery_id, jsonb_build_object('source', source), actor from numbered
        ), chained as (
            insert into ledger.ol_leaf (seq_id, place, leaf, personal, salt) select seq_id, place, leaf, personal, salt from numbered
        )
        insert into ledger.ol_entry (seq_id, store, order_id, version, type, actor, source, status_from, status_to, phase,
                                     recorded_at, occurred_at, correlation_id, unusual, stale, held, cycle)
        select seq_id, store, order_id, version, type, actor, source, status_from, status_to, phase,
               $1, occurred_at, request_id, unusual, stale, held, cycle from numbered
        """,
        [
            In(decided.Now),
            .. AsRecorded(decided.Appended), .. AsEntries(decided.Appended),
            Column(decided.Appended, a => a.Leaf.Place), Column(decided.Appended, a => a.Leaf.Leaf),
            Column(decided.Appended, a => a.Leaf.Personal), Column(decided.Appended, a => a.Leaf.Salt),
        ]);

    private static NpgsqlParameter[] AsRecorded(List<Appended> events) =>
    [
        Column(events, a => a.Recorded.Id), Column(events, a => a.Recorded.Stream.Store), Column(events, a => a.Recorded.Stream.OrderId),
        Column(events, a => a.Recorded.Version), JsonColumn(events, a => a.Data),
        Column(events, a => EventTypes.NameOf(a.Recorded.Event)), Column(events, a => EventTypes.DotNetNameOf(a.Recorded.Event)),
        Column(events, a => a.Recorded.Sender.RequestId), Column(events, a => a.Recorded.Sender.DeliveryId),
        Column(events, a => a.Recorded.Sender.Actor), Column(events, a => a.Recorded.Sender.Source),
    ];

    private static NpgsqlParameter[] AsEntries(List<Appended> events) =>
    [
        Column(events, a => a.Entry.StatusFrom), Column(events, a => a.Entry.StatusTo), Column(events, a => a.Entry.Phase.Word()),
        Column(events, a => a.Entry.OccurredAt), Column(events, a => a.Entry.Unusual), Column(events, a => a.Entry.Stale),
        Column(events, a => a.Entry.Held), Column(events, a => a.Entry.Cycle),
    ];

    private static NpgsqlBatchCommand Idempotency(Batch decided) => Command("""
        insert into ledger.ol_idempotency (store, key, request_hash, outcome, recorded_at, order_id)
        select store, key, request_hash, outcome, $5, order_id from unnest($1, $2, $3, $4, $6) as i (store, key, request_hash, outcome, order_id)
        """,
        Column(decided.NewlyRemembered, r => r.Key.Store), Column(decided.NewlyRemembered, r => r.Key.Key),
        Column(decided.NewlyRemembered, r => r.Value.RequestHash),
        JsonColumn(decided.NewlyRemembered, r => JsonSerializer.Serialize(r.Value.Outcome, StoredJson.Stored.Outcome)), In(decided.Now),
        Column(decided.NewlyRemembered, r => r.Value.OrderId));
}
