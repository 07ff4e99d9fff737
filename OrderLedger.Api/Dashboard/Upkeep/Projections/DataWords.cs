using OrderLedger.Api.Ledger.Rebuilding;

namespace OrderLedger.Api.Dashboard.Upkeep.Projections;

/// <summary>Parts of the data as a page names them.</summary>
internal static class DataWords
{
    public static string Of(string name) =>
        name == Projection.Kpi.Name ? "figures" : name == Projection.Visits.Name ? "activity" : name;

    public static string Of(IEnumerable<string> names) => string.Join(", ", names.Select(Of));
}
