using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.OneOrder;

/// <summary>One order.</summary>
internal static class OneOrderPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/orders/{orderId}", (Visit visit) => Page.Error(visit, 404, "Soon."));
}
