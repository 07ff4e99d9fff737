using System.Text.Json;
using Npgsql;
using static OrderLedger.Api.Storage.Sql;

namespace OrderLedger.Api.Storage.Writing;

/// <summary>The second of a batch's two round trips: events, views, KPIs and idempotency rows, and the commit, all in one.</summary>
internal static class BatchAppend
{
    public static async Task Run(NpgsqlConnection connection, Batch decided, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (decided.Entries.Count > 0)
        {
            batch.BatchCommands.Add(Streams(decided));
            batch.BatchCommands.Add(Events(decided));
            batch.BatchCommands.Add(Orders(decided));
        }
        if (decided.ChangedDetails.Count > 0)
            batch.BatchCommands.Add(Details(decided));
        if (decided.Kpis.Count > 0)
            batch.BatchCommands.Add(Kpis(decided));
        if (decided.Sources.Count > 0)
            batch.BatchCommands.Add(Sources(decided));
        if (decided.NewlyRemembered.Count > 0)
            batch.BatchCommands.Add(Idempotency(decided));
        batch.BatchCommands.Add(Command("commit"));
        await batch.ExecuteNonQueryAsync(stop);
    }

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
              from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
                as e (id, store, order_id, version, data, type, dotnet_type, request_id, delivery_id, actor, source,
                      status_from, status_to, phase, occurred_at, unusual, stale, held, cycle)
        ), appended as (
            insert into ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id,
                                          mt_dotnet_type, correlation_id, causation_id, headers, user_name)
            select seq_id, id, order_id, version, data, type, $1, store,
                   dotnet_type, request_id, delivery_id, jsonb_build_object('source', source), actor from numbered
        )
        insert into ledger.ol_entry (seq_id, store, order_id, version, type, actor, source, status_from, status_to, phase,
                                     recorded_at, occurred_at, correlation_id, unusual, stale, held, cycle)
        select seq_id, store, order_id, version, type, actor, source, status_from, status_to, phase,
               $1, occurred_at, request_id, unusual, stale, held, cycle from numbered
        """,
        [
            In(decided.Now),
            .. AsRecorded(decided.Entries),
            Column(decided.Entries, e => e.StatusFrom), Column(decided.Entries, e => e.StatusTo),
            Column(decided.Entries, e => e.Phase.Word()), Column(decided.Entries, e => e.OccurredAt),
            Column(decided.Entries, e => e.Unusual), Column(decided.Entries, e => e.Stale), Column(decided.Entries, e => e.Held),
            Column(decided.Entries, e => e.Cycle),
        ]);

    private static NpgsqlParameter[] AsRecorded(List<Entry> entries) =>
    [
        Column(entries, e => e.Recorded.Id), Column(entries, e => e.Recorded.Stream.Store), Column(entries, e => e.Recorded.Stream.OrderId),
        Column(entries, e => e.Recorded.Version), JsonColumn(entries, e => EventTypes.Write(e.Recorded.Event)),
        Column(entries, e => EventTypes.NameOf(e.Recorded.Event)), Column(entries, e => EventTypes.DotNetNameOf(e.Recorded.Event)),
        Column(entries, e => e.Recorded.Sender.RequestId), Column(entries, e => e.Recorded.Sender.DeliveryId),
        Column(entries, e => e.Recorded.Sender.Actor), Column(entries, e => e.Recorded.Sender.Source),
    ];

    private static NpgsqlBatchCommand Orders(Batch decided) => Command("""
        insert into ledger.mt_doc_order (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type, number, status, phase,
                                         payment_status, source, created_at, status_since, deleted)
        select store, order_id, data, $4, version, 'OrderLedger.Domain.Order', number, status, phase,
               payment_status, source, created_at, status_since, deleted
          from unnest($1, $2, $3, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            as o (store, order_id, data, version, number, status, phase, payment_status, source, created_at, status_since, deleted)
        on conflict (tenant_id, id) do update
           set data = excluded.data, mt_last_modified = excluded.mt_last_modified, mt_version = excluded.mt_version,
               number = excluded.number, status = excluded.status, phase = excluded.phase, payment_status = excluded.payment_status,
               created_at = excluded.created_at, status_since = excluded.status_since, deleted = excluded.deleted
        """,
        Column(decided.Changed, c => c.Key.Store), Column(decided.Changed, c => c.Key.OrderId),
        JsonColumn(decided.Changed, c => JsonSerializer.Serialize(c.Value, StoredJson.Stored.Order)), In(decided.Now),
        Column(decided.Changed, c => c.Value.Version), Column(decided.Changed, c => c.Value.Number),
        Column(decided.Changed, c => c.Value.Status), Column(decided.Changed, c => c.Value.Phase.Word()),
        Column(decided.Changed, c => c.Value.PaymentStatus), Column(decided.Changed, c => c.Value.Source),
        Column(decided.Changed, c => c.Value.CreatedAt), Column(decided.Changed, c => c.Value.StatusSince),
        Column(decided.Changed, c => c.Value.Deleted));

    private static NpgsqlBatchCommand Details(Batch decided) => Command("""
        insert into ledger.mt_doc_order_details (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type,
                                                 customer_name, customer_email, search)
        select store, order_id, data, $4, version, 'OrderLedger.Domain.OrderDetails', name, email, array_to_tsvector(string_to_array(words, ' '))
          from unnest($1, $2, $3, $5, $6, $7, $8) as d (store, order_id, data, version, name, email, words)
        on conflict (tenant_id, id) do update
           set data = excluded.data, mt_last_modified = excluded.mt_last_modified, mt_version = excluded.mt_version,
               customer_name = excluded.customer_name, customer_email = excluded.customer_email, search = excluded.search
        """,
        Column(decided.ChangedDetails, c => c.Key.Store), Column(decided.ChangedDetails, c => c.Key.OrderId),
        JsonColumn(decided.ChangedDetails, c => JsonSerializer.Serialize(c.Value.Details, StoredJson.Stored.OrderDetails)), In(decided.Now),
        Column(decided.ChangedDetails, c => c.Value.Version),
        Column(decided.ChangedDetails, c => c.Value.Details.Details.CustomerName),
        Column(decided.ChangedDetails, c => c.Value.Details.Details.CustomerEmail),
        Column(decided.ChangedDetails, c => SearchWords.Of(c.Key.OrderId, decided.Changed[c.Key], c.Value.Details.Details)));

    // A sum is kept to its last digit that says something, so that it does not depend on what came and went.
    private static NpgsqlBatchCommand Kpis(Batch decided) => Command("""
        insert into ledger.ol_kpi as kpi (store, day, currency, status, phase, orders, gross, refunded, ever_cancelled, ever_failed, ever_refunded)
        select store, day, currency, status, phase, orders, trim_scale(gross), trim_scale(refunded), cancelled, failed, back
          from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            as k (store, day, currency, status, phase, orders, gross, refunded, cancelled, failed, back)
        on conflict (store, day, currency, status, phase) do update
           set orders = kpi.orders + excluded.orders, gross = trim_scale(kpi.gross + excluded.gross),
               refunded = trim_scale(kpi.refunded + excluded.refunded), ever_cancelled = kpi.ever_cancelled + excluded.ever_cancelled,
               ever_failed = kpi.ever_failed + excluded.ever_failed, ever_refunded = kpi.ever_refunded + excluded.ever_refunded
        """, KpiColumns.Of(decided.Kpis));

    private static NpgsqlBatchCommand Sources(Batch decided) => Command("""
        insert into ledger.ol_kpi_source as was (store, day, source, registered, changes, unusual, stale, last_at)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (store, day, source) do update
           set registered = was.registered + excluded.registered, changes = was.changes + excluded.changes,
               unusual = was.unusual + excluded.unusual, stale = was.stale + excluded.stale, last_at = greatest(was.last_at, excluded.last_at)
        """, KpiColumns.Of(decided.Sources));

    private static NpgsqlBatchCommand Idempotency(Batch decided) => Command("""
        insert into ledger.ol_idempotency (store, key, request_hash, outcome, recorded_at)
        select store, key, request_hash, outcome, $5 from unnest($1, $2, $3, $4) as i (store, key, request_hash, outcome)
        """,
        Column(decided.NewlyRemembered, r => r.Key.Store), Column(decided.NewlyRemembered, r => r.Key.Key),
        Column(decided.NewlyRemembered, r => r.Value.RequestHash),
        JsonColumn(decided.NewlyRemembered, r => JsonSerializer.Serialize(r.Value.Outcome, StoredJson.Stored.Outcome)), In(decided.Now));
}
