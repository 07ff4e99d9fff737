using System.Buffers;
using System.Text.Json;
using Npgsql;
using OrderLedger.Api.Ledger.Copying;

namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// What streams are folded into: views and entries as rows to copy, KPIs as sums to add. The rows are those that the writer keeps of the
/// same events, byte for byte.
/// </summary>
internal sealed class ProjectionRows(IReadOnlyCollection<Projection> projections, Func<string, string> tableOf)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = StoredJson.Stored.Options.Encoder, SkipValidation = true };

    private readonly CopyRows orders = new($"""
        copy {tableOf("mt_doc_order")} (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type, number, status, phase,
                                       payment_status, source, created_at, status_since, deleted) from stdin (format binary)
        """, columns: 14);

    private readonly CopyRows details = new($"""
        copy {tableOf("mt_doc_order_details")} (tenant_id, id, data, mt_last_modified, mt_version, mt_dotnet_type,
                                               customer_name, customer_email, search) from stdin (format binary)
        """, columns: 9);

    private readonly CopyRows entries = new($"""
        copy {tableOf("ol_entry")} (seq_id, store, order_id, version, type, actor, source, status_from, status_to, phase,
                                   recorded_at, occurred_at, correlation_id, unusual, stale, held, cycle) from stdin (format binary)
        """, columns: 17);

    private readonly ArrayBufferWriter<byte> text = new(4_096);

    /// <summary>Rows of the tables that a rebuild makes beside the live ones.</summary>
    public static ProjectionRows New(IReadOnlyCollection<Projection> projections) => new(projections, table => $"ledger.{table}__new");

    public bool HasOrders { get; } = projections.Contains(Projection.Orders);

    public bool HasKpis { get; } = projections.Contains(Projection.Kpi);

    public bool HasVisits { get; } = projections.Contains(Projection.Visits);

    public Dictionary<KpiCell, KpiSum> Kpis { get; } = [];

    public Dictionary<SourceDay, SourceSum> Sources { get; } = [];

    public int Bytes => orders.Bytes + details.Bytes + entries.Bytes;

    public void Add(Entry entry, Store store)
    {
        if (HasKpis)
            Kpi.Add(entry, store, Sources);
        if (HasVisits)
            Add(entry);
    }

    /// <summary>What a stream leaves, after its last event.</summary>
    public void Add(Written<Order> order, Written<OrderDetails>? changed, Store store)
    {
        if (HasKpis)
            Kpi.Add(null, order.View, store, Kpis);
        if (!HasOrders)
            return;
        AddRow(order);
        if (changed is { } last)
            AddRow(last, order.View);
    }

    /// <summary>Sends the rows; the sums stay.</summary>
    public void Send(NpgsqlConnection connection)
    {
        orders.Send(connection);
        details.Send(connection);
        entries.Send(connection);
    }

    public void Clear()
    {
        orders.Clear();
        details.Clear();
        entries.Clear();
        Kpis.Clear();
        Sources.Clear();
    }

    public void Add(Entry e)
    {
        var r = e.Recorded;
        entries.Row();
        entries.Number(r.Seq);
        entries.Text(r.Stream.Store);
        entries.Text(r.Stream.OrderId);
        entries.Number(r.Version);
        entries.Text(EventTypes.NameOf(r.Event));
        entries.Text(r.Sender.Actor);
        entries.Text(r.Sender.Source);
        entries.Text(e.StatusFrom);
        entries.Text(e.StatusTo);
        entries.Text(e.Phase.Word());
        entries.Time(r.At);
        entries.Time(e.OccurredAt);
        entries.Text(r.Sender.RequestId);
        entries.Flag(e.Unusual);
        entries.Flag(e.Stale);
        entries.Duration(e.Held);
        entries.Duration(e.Cycle);
    }

    private void AddRow(Written<Order> written)
    {
        var order = written.View;
        orders.Row();
        orders.Text(written.Stream.Store);
        orders.Text(written.Stream.OrderId);
        orders.Json(Json(order, StoredJson.Stored.Order));
        orders.Time(written.At);
        orders.Number(written.Version);
        orders.Text(typeof(Order).FullName);
        orders.Text(order.Number);
        orders.Text(order.Status);
        orders.Text(order.Phase.Word());
        orders.Text(order.PaymentStatus);
        orders.Text(order.Source);
        orders.Time(order.CreatedAt);
        orders.Time(order.StatusSince);
        orders.Flag(order.Deleted);
    }

    private void AddRow(Written<OrderDetails> written, Order order)
    {
        var kept = written.View.Details;
        details.Row();
        details.Text(written.Stream.Store);
        details.Text(written.Stream.OrderId);
        details.Json(Json(written.View, StoredJson.Stored.OrderDetails));
        details.Time(written.At);
        details.Number(written.Version);
        details.Text(typeof(OrderDetails).FullName);
        details.Text(kept.CustomerName);
        details.Text(kept.CustomerEmail);
        details.Words(SearchWords.Of(written.Stream.OrderId, order, kept));
    }

    private ReadOnlySpan<byte> Json<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        text.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(text, Writing))
            JsonSerializer.Serialize(json, value, type);
        return text.WrittenSpan;
    }
}
