using OrderLedger.Api.Dashboard.Session;

namespace OrderLedger.Api.Dashboard.Upkeep.Checkpoints;

/// <summary>The signed states of the ledger.</summary>
internal static class CheckpointsPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/checkpoints", (Visit visit) => Page.Error(visit, 404, "Soon."));
}
