using System.Text.Json;
using Npgsql;
using static OrderLedger.Api.Ledger.Sql;

namespace OrderLedger.Api.Ledger.Writing;

/// <summary>
/// How rows of the projections are set: views as they are now, sums by increments. The same statements for the live tables and for
/// those that a rebuild makes beside them.
/// </summary>
internal sealed class ViewUpserts
{
    public static readonly ViewUpserts Live = new("");

    /// <summary>Of the tables X__new.</summary>
    public static readonly ViewUpserts New = new("__new");

    private readonly string orders;
    private readonly string details;
    private readonly string kpis;
    private readonly string sources;

    private ViewUpserts(string suffix)
    {
        orders = $"""
            insert into ledger.mt_doc_order{suffix} (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type, number, status, phase,
                                                     payment_status, source, created_at, status_since, deleted)
            select store, order_id, data, at, version, 'OrderLedger.Domain.Order', number, status, phase,
                   payment_status, source, created_at, status_since, deleted
              from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                as o (store, order_id, data, at, version, number, status, phase, payment_status, source, created_at, status_since, deleted)
            on conflict (tenant_id, id) do update
               set data = excluded.data, mt_last_modified = excluded.mt_last_modified, mt_version = excluded.mt_version,
                   number = excluded.number, status = excluded.status, phase = excluded.phase, payment_status = excluded.payment_status,
                   created_at = excluded.created_at, status_since = excluded.status_since, deleted = excluded.deleted
            """;
        details = $"""
            insert into ledger.mt_doc_order_details{suffix} (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type,
                                                             customer_name, customer_email, search)
            select store, order_id, data, at, version, 'OrderLedger.Domain.OrderDetails', name, email, array_to_tsvector(string_to_array(words, ' '))
              from unnest($1, $2, $3, $4, $5, $6, $7, $8) as d (store, order_id, data, at, version, name, email, words)
            on conflict (tenant_id, id) do update
               set data = excluded.data, mt_last_modified = excluded.mt_last_modified, mt_version = excluded.mt_version,
                   customer_name = excluded.customer_name, customer_email = excluded.customer_email, search = excluded.search
            """;
        // A sum is kept to its last digit that says something, so that it does not depend on what came and went.
        kpis = $"""
            insert into ledger.ol_kpi{suffix} as kpi (store, day, currency, status, phase, orders, gross, refunded,
                                                      ever_cancelled, ever_failed, ever_refunded)
            select store, day, currency, status, phase, orders, trim_scale(gross), trim_scale(refunded), cancelled, failed, back
              from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                as k (store, day, currency, status, phase, orders, gross, refunded, cancelled, failed, back)
            on conflict (store, day, currency, status, phase) do update
               set orders = kpi.orders + excluded.orders, gross = trim_scale(kpi.gross + excluded.gross),
                   refunded = trim_scale(kpi.refunded + excluded.refunded), ever_cancelled = kpi.ever_cancelled + excluded.ever_cancelled,
                   ever_failed = kpi.ever_failed + excluded.ever_failed, ever_refunded = kpi.ever_refunded + excluded.ever_refunded
            """;
        sources = $"""
            insert into ledger.ol_kpi_source{suffix} as was (store, day, source, registered, changes, unusual, stale, last_at)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (store, day, source) do update
               set registered = was.registered + excluded.registered, changes = was.changes + excluded.changes,
                   unusual = was.unusual + excluded.unusual, stale = was.stale + excluded.stale,
                   last_at = greatest(was.last_at, excluded.last_at)
            """;
    }

    public NpgsqlBatchCommand Orders(IReadOnlyCollection<Written<Order>> rows) => Command(orders,
        Column(rows, r => r.Stream.Store), Column(rows, r => r.Stream.OrderId),
        JsonColumn(rows, r => JsonSerializer.Serialize(r.View, StoredJson.Stored.Order)),
        Column(rows, r => r.At), Column(rows, r => r.Version), Column(rows, r => r.View.Number),
        Column(rows, r => r.View.Status), Column(rows, r => r.View.Phase.Word()),
        Column(rows, r => r.View.PaymentStatus), Column(rows, r => r.View.Source),
        Column(rows, r => r.View.CreatedAt), Column(rows, r => r.View.StatusSince), Column(rows, r => r.View.Deleted));

    /// <param name="rows">The details that changed.</param>
    /// <param name="order">The order they belong to, as it is now.</param>
    public NpgsqlBatchCommand Details(IReadOnlyCollection<Written<OrderDetails>> rows, Func<StreamKey, Order> order) => Command(details,
        Column(rows, r => r.Stream.Store), Column(rows, r => r.Stream.OrderId),
        JsonColumn(rows, r => JsonSerializer.Serialize(r.View, StoredJson.Stored.OrderDetails)),
        Column(rows, r => r.At), Column(rows, r => r.Version),
        Column(rows, r => r.View.Details.CustomerName), Column(rows, r => r.View.Details.CustomerEmail),
        Column(rows, r => SearchWords.Of(r.Stream.OrderId, order(r.Stream), r.View.Details)));

    public NpgsqlBatchCommand Kpis(IReadOnlyCollection<KeyValuePair<KpiCell, KpiSum>> cells) => Command(kpis,
        Column(cells, k => k.Key.Store), Column(cells, k => k.Key.Day), Column(cells, k => k.Key.Currency),
        Column(cells, k => k.Key.Status), Column(cells, k => k.Key.Phase.Word()),
        Column(cells, k => k.Value.Orders), Column(cells, k => k.Value.Gross), Column(cells, k => k.Value.Refunded),
        Column(cells, k => k.Value.EverCancelled), Column(cells, k => k.Value.EverFailed), Column(cells, k => k.Value.EverRefunded));

    public NpgsqlBatchCommand Sources(IReadOnlyCollection<KeyValuePair<SourceDay, SourceSum>> days) => Command(sources,
        Column(days, s => s.Key.Store), Column(days, s => s.Key.Day), Column(days, s => s.Key.Source),
        Column(days, s => s.Value.Registered), Column(days, s => s.Value.Changes), Column(days, s => s.Value.Unusual),
        Column(days, s => s.Value.Stale), Column(days, s => s.Value.LastAt));
}
