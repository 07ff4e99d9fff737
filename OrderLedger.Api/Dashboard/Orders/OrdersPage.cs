using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Storage;

namespace OrderLedger.Api.Dashboard.Orders;

/// <summary>What the list shows.</summary>
public sealed record OrdersModel(OrderFilter Filter, OrderPage Page);

/// <summary>The list of orders.</summary>
internal static class OrdersPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/orders", Show);

    private static async Task<IResult> Show(Visit visit, OrderList orders, CancellationToken stop)
    {
        var filter = new OrderFilter(visit.Store);
        return Page.Of<OrdersView>(visit, new OrdersModel(filter, await orders.Page(filter, stop)));
    }
}
