namespace OrderLedger.Api.Orders;

/// <summary>How an order looks in our own answers.</summary>
internal static class ShownOrder
{
    public static object Line(OrderLine line, Store store, DateTimeOffset now) => new
    {
        id = line.OrderId,
        line.Order.Number,
        line.Order.Status,
        line.Order.Phase,
        line.Order.PaymentStatus,
        line.Order.FulfilmentStatus,
        total = line.Order.Total,
        line.Order.Currency,
        line.Order.Source,
        customerName = line.CustomerName,
        customerEmail = line.CustomerEmail,
        tags = Domain.Tags.List(line.Order.Tags),
        line.Order.AssignedTo,
        line.Order.CreatedAt,
        line.Order.StatusSince,
        overdue = store.IsOverdue(line.Order, now),
        line.Order.UpdatedAt,
        line.Order.Version,
    };

    public static object Whole(DetailedOrder known, Store store, DateTimeOffset now)
    {
        var (id, order, details) = known;
        return new
        {
            id,
            order.Number,
            order.Status,
            order.Phase,
            order.PaymentStatus,
            order.FulfilmentStatus,
            total = order.Total,
            refunded = order.Refunded,
            order.Currency,
            order.Source,
            order.CreatedAt,
            order.StatusSince,
            allowedNext = store.Vocabulary.NextAfter(order.Status, store.Policy),
            overdue = store.IsOverdue(order, now),
            order.UpdatedAt,
            order.Deleted,
            order.Version,
            tags = Domain.Tags.List(order.Tags),
            order.AssignedTo,
            note = details?.Note,
            details = details?.Details.Json ?? JsonElement.Parse("{}"),
        };
    }
}
