using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Upkeep;

/// <summary>What is derived from the events.</summary>
internal static class ProjectionsPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/projections", (Visit visit) => Page.Error(visit, 404, "Soon."));
}
