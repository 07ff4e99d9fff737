using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Upkeep;

/// <summary>Refused pushes.</summary>
internal static class RejectedPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/rejected", (Visit visit) => Page.Error(visit, 404, "Soon."));
}
