using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Upkeep.Audit;

/// <summary>Who did what.</summary>
internal static class AuditPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/audit", (Visit visit) => Page.Error(visit, 404, "Soon."));
}
