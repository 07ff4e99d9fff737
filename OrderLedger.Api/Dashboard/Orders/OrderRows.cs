using System.Runtime.CompilerServices;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>The table with a line for each order, with names and e-mail addresses.</summary>
internal static class OrderRows
{
    public static readonly SentTable Table = new("orders", [
        "id", "number", "created_at", "customer", "email", "status", "phase", "status_since", "payment_status", "fulfilment_status",
        "total", "refunded",
        "currency", "source", "updated_at", "version",
    ]);

    public static async IAsyncEnumerable<IEnumerable<object?[]>> Of(IAsyncEnumerable<IReadOnlyList<OrderLine>> pages,
        [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var page in pages.WithCancellation(stop))
            yield return page.Select(Row);
    }

    private static object?[] Row(OrderLine line)
    {
        var order = line.Order;
        return
        [
            line.OrderId, order.Number, order.CreatedAt, line.CustomerName, line.CustomerEmail, order.Status, order.Phase.Word(),
            order.StatusSince,
            order.PaymentStatus, order.FulfilmentStatus, order.Total, order.Refunded, order.Currency, order.Source, order.UpdatedAt,
            order.Version,
        ];
    }
}
