namespace OrderLedger.Api.Ledger.Rebuilding;

/// <summary>
/// Something derived from the events and kept in tables. Its rows are made by the domain's fold; when the fold says something else of
/// the same events, <c>Version</c> is raised, and the next start rebuilds it while the old rows serve.
/// </summary>
public sealed record Projection(string Name, int Version, string About, IReadOnlyList<string> Tables)
{
    public static readonly Projection Orders = new("orders", 2,
        "Each order as it is now, with its details and the words it is found by.", ["mt_doc_order", "mt_doc_order_details"]);

    public static readonly Projection Kpi = new("kpi", 2,
        "Orders and money by day of creation, currency and status; what each source brought.", ["ol_kpi", "ol_kpi_source"]);

    public static readonly Projection Visits = new("visits", 2,
        "One entry per event: who, from which status to which, how long the left status was held.", ["ol_entry"]);

    /// <summary>Every projection of this build.</summary>
    public static readonly IReadOnlyList<Projection> All = [Orders, Kpi, Visits];

    /// <summary>Stands for all of them where a name is asked for.</summary>
    public const string AllName = "all";

    /// <summary>The projections named so; empty when there is none of that name.</summary>
    public static IReadOnlyList<Projection> Named(string name) => name == AllName ? All : [.. All.Where(p => p.Name == name)];
}
