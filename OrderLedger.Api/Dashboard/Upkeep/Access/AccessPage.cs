using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Upkeep.Access;

/// <summary>The store and its keys.</summary>
internal static class AccessPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/access", (Visit visit) => Page.Error(visit, 404, "Soon."));
}
