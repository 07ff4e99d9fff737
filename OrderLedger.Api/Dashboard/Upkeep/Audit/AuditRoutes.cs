using OrderLedger.Api.Dashboard.Session;
using OrderLedger.Api.Ledger.Auditing;
using OrderLedger.Api.Ledger.Exporting;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Dashboard.Upkeep.Audit;

/// <summary>The page of the audit. <c>Types</c> is what may be asked for.</summary>
public sealed record AuditModel(AuditFilter Filter, AuditPage Page, IReadOnlyCollection<string> Types);

/// <summary>Who did what, across the orders of the store and, for an admin, to the store itself.</summary>
internal static class AuditRoutes
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/activity", Show);
        pages.MapGet("/activity.csv", AuditCsv.Get).DisableRequestTimeout();
        pages.MapGet("/activity/export", Export).WithMetadata(new Needs(Role.Admin)).DisableRequestTimeout();
    }

    /// <summary>
    /// The filters of the address, as far as the visitor may see what they leave; or the page that says what is wrong with them.
    /// </summary>
    public static (AuditFilter? Filter, IResult? Refused) Read(Visit visit, Query query)
    {
        var (filter, fault) = AuditQuery.Read(query, visit.Store);
        if (filter is null)
            return (null, Page.Error(visit, 400, fault!));
        if (!visit.May(Role.Admin))
        {
            if (!filter.WithOrders)
                return (null, Page.Error(visit, 403, "What was done to the store itself is shown to its admins."));
            filter = filter with { WithActions = false };
        }
        var types = AuditQuery.Types(filter);
        return filter.Type is { } type && !types.Contains(type)
            ? (null, Page.Error(visit, 400, $"type takes: {string.Join(", ", types)}."))
            : (filter, null);
    }

    private static async Task<IResult> Show(Visit visit, AuditList audit, CancellationToken stop)
    {
        var (filter, refused) = Read(visit, visit.Query());
        return filter is null
            ? refused!
            : Page.Of<AuditView>(visit, new AuditModel(filter, await audit.Page(filter, stop), AuditQuery.Types(filter)));
    }

    private static async Task<IResult> Export(Visit visit, Exporter exporter, Actions actions, CancellationToken stop)
    {
        var (asked, gzip, fault) = SentExport.Read(new(visit.Http.Request), visit.Store.Name);
        if (asked is null)
            return Page.Error(visit, 400, fault!);
        return await SentExport.Send(visit.Http.Response, (asked.By(visit.By, actions), gzip), exporter, stop)
            ? Results.Empty
            : Page.Error(visit, 503, SentExport.Busy);
    }
}
