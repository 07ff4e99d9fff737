using static OrderLedger.Api.Ledger.Tables.Column;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>
/// The two documents of an order, as Marten stores documents: the record as JSON and, beside it, the members that lists filter and sort by.
/// <see cref="MartenSetup"/> declares the same columns to Marten.
/// </summary>
internal static class OrderTables
{
    /// <summary>A row is an order after the last event applied to it.</summary>
    public static readonly Table<OrderFold> Orders = new("mt_doc_order", ["tenant_id", "id"],
        Text<OrderFold>("tenant_id", f => f.Stream.Store),
        Text<OrderFold>("id", f => f.Stream.OrderId),
        Json<OrderFold, Order>("data", f => f.Order!, StoredJson.Stored.Order),
        Time<OrderFold>("mt_last_modified", f => f.Last!.At),
        Number<OrderFold>("mt_version", f => f.Last!.Version),
        Text<OrderFold>("mt_dotnet_type", _ => typeof(Order).FullName, isFixed: true),
        Text<OrderFold>("number", f => f.Order!.Number),
        Text<OrderFold>("status", f => f.Order!.Status),
        Text<OrderFold>("phase", f => f.Order!.PhaseWord),
        Text<OrderFold>("payment_status", f => f.Order!.PaymentStatus),
        Text<OrderFold>("tags", f => f.Order!.Tags),
        Text<OrderFold>("assigned_to", f => f.Order!.AssignedTo),
        Text<OrderFold>("source", f => f.Order!.Source, isFixed: true),
        Time<OrderFold>("created_at", f => f.Order!.CreatedAt),
        Time<OrderFold>("status_since", f => f.Order!.StatusSince),
        Flag<OrderFold>("deleted", f => f.Order!.Deleted));

    /// <summary>A row is an order's details after the last event that changed them.</summary>
    public static readonly Table<OrderFold> Details = new("mt_doc_order_details", ["tenant_id", "id"],
        Text<OrderFold>("tenant_id", f => f.Stream.Store),
        Text<OrderFold>("id", f => f.Stream.OrderId),
        Json<OrderFold, OrderDetails>("data", f => f.Details!, StoredJson.Stored.OrderDetails),
        Time<OrderFold>("mt_last_modified", f => f.LastOfDetails!.At),
        Number<OrderFold>("mt_version", f => f.LastOfDetails!.Version),
        Text<OrderFold>("mt_dotnet_type", _ => typeof(OrderDetails).FullName, isFixed: true),
        Text<OrderFold>("customer_name", f => f.Details!.CustomerName),
        Text<OrderFold>("customer_email", f => f.Details!.CustomerEmail),
        Words<OrderFold>("search", f => f.Details!.Search));
}
